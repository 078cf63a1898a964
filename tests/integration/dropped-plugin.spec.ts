import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** A plugin folder with one entity, dropped in by hand: nothing else is touched. */
let folder: string;
let app: TestApp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-plugins-'));
  await mkdir(join(folder, 'garden', 'entities'), { recursive: true });
  await mkdir(join(folder, 'garden', 'roles'), { recursive: true });
  const write = (file: string, content: unknown): Promise<void> => writeFile(join(folder, 'garden', file), JSON.stringify(content, null, 2));
  await write('plugin.json', { id: 'garden', version: '1.0.0', label: { en: 'Garden', vi: 'Vườn' } });
  await write('entities/plant.json', {
    name: 'plant',
    plural: 'plants',
    kind: 'record',
    label: { en: 'Plant', vi: 'Cây' },
    labelPlural: { en: 'Plants', vi: 'Cây' },
    title: 'name',
    fields: {
      name: { type: 'text', label: { en: 'Name', vi: 'Tên' }, required: true, search: 'A' },
      height: { type: 'decimal', label: { en: 'Height', vi: 'Chiều cao' }, scale: 2 },
      doubled: { type: 'formula', label: { en: 'Twice', vi: 'Gấp đôi' }, expression: 'height * 2', result: 'decimal', scale: 2 },
    },
  });
  await write('roles/gardener.json', {
    name: 'gardener',
    label: { en: 'Gardener', vi: 'Người làm vườn' },
    grants: [{ entity: 'garden.plant', verbs: ['read', 'create'] }],
  });
  app = await startTestApp({ plugins: [folder] });
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('the entity is an API with formulas, search and history', async () => {
  const made = await app.administrator.post('/api/garden/plants', { name: 'Hoa sữa', height: '12.5' });
  expect(made).toMatchObject({ status: 201, json: { name: 'Hoa sữa', height: '12.50', doubled: '25.00', _label: 'Hoa sữa' } });
  expect((await app.administrator.get('/api/garden/plants?q=hoa+sua')).json).toHaveLength(1);
  expect((await app.administrator.get(`/api/garden/plants/${made.json.id}/history`)).json).toMatchObject([{ op: 'created' }]);
});

test('the entity is in the metadata, in both languages', async () => {
  const labels = async (language: string): Promise<readonly string[]> => {
    const meta = await app.administrator.get('/api/meta', { 'accept-language': language });
    return meta.json.entities.filter((entity: { id: string }) => entity.id === 'garden.plant').map((entity: { labelPlural: string }) => entity.labelPlural);
  };
  expect(await labels('en')).toEqual(['Plants']);
  expect(await labels('vi')).toEqual(['Cây']);
});

test('its role gives what it says and no more', async () => {
  const [role] = (await app.administrator.get(`/api/core/roles?filter=${encodeURIComponent('{"code":"garden.gardener"}')}`)).json;
  const user = await app.administrator.post('/api/core/users', { name: 'Lan', email: 'lan@example.com', roles: [role.id] });
  const { json } = await app.administrator.post(`/api/auth/users/${user.json.id}/password`, {});
  const first = await app.nobody.signIn('lan@example.com', json.password);
  await first.post('/api/auth/password', { current: json.password, password: 'a very good one' });
  const gardener = await app.nobody.signIn('lan@example.com', 'a very good one');
  const made = await gardener.post('/api/garden/plants', { name: 'Mai' });
  expect(made.status).toBe(201);
  expect((await gardener.patch(`/api/garden/plants/${made.json.id}`, { name: 'Đào' })).status).toBe(403);
  expect((await gardener.delete(`/api/garden/plants/${made.json.id}`)).status).toBe(403);
});

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Answer, Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let folder: string;
let app: TestApp;
let admin: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-entities-'));
  const page = await readFile(join(projectRoot, 'docs/entities.md'), 'utf8');
  for (const [, path = '', text = ''] of page.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  app = await startTestApp({ plugins: [folder], env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('periods that do not overlap', async () => {
  const book = (start: string, end: string) => admin.post('/api/club/bookings', { member: 'An', court: 'clay', start, end });
  const first = await book('2026-03-01T08:00:00Z', '2026-03-01T09:00:00Z');
  expect(await book('2026-03-01T08:30:00Z', '2026-03-01T10:00:00Z')).toMatchObject({ status: 422, json: { detail: 'The court is taken then. (An)' } });
  await admin.post(`/api/club/bookings/${first.json.id}/actions/cancel`);
  expect((await book('2026-03-01T08:30:00Z', '2026-03-01T10:00:00Z')).status).toBe(201);
});

describe('checks across lines', () => {
  const enter = (entries: readonly object[], places = 8): Promise<Answer> => admin.post('/api/club/tournaments', { name: 'Spring', places, entries });
  const errors = (answer: Answer): readonly (readonly string[])[] =>
    answer.json.errors.map(({ pointer, message }: { readonly pointer: string; readonly message: string }) => [pointer, message]);

  test('name the lines that break them', async () => {
    const answer = await enter([
      { player: 'An', seed: 1 },
      { player: 'Bình', seed: 9, share: '60' },
      { player: 'An' },
      { player: 'Chi', seed: 12, share: '30' },
    ]);
    expect(answer.status).toBe(422);
    expect(errors(answer)).toEqual([
      ['/entries/2/player', 'This player is entered twice.'],
      ['/entries/1/seed', 'There are not so many places.'],
      ['/entries/3/seed', 'There are not so many places.'],
      ['/entries', 'The shares must add up to 100.'],
    ]);
  });

  test('hold for what a change makes of the record', async () => {
    const made = await enter([{ player: 'An', seed: 4, share: '100' }]);
    expect(made.status).toBe(201);
    const path = `/api/club/tournaments/${made.json.id}`;
    const [first] = made.json.entries;
    expect(errors(await admin.patch(path, { places: 3 }))).toEqual([['/entries/0/seed', 'There are not so many places.']]);
    expect(errors(await admin.patch(path, { entries: [{ id: first.id }, { player: 'An' }] }))).toEqual([
      ['/entries/1/player', 'This player is entered twice.'],
    ]);
    expect((await admin.patch(path, { entries: [{ player: 'An', share: '100' }] })).json.entries).toHaveLength(1);
  });

  test('go over ten thousand lines, and name no more than twenty', async () => {
    const many = (count: number, share: (index: number) => string): readonly object[] =>
      Array.from({ length: count }, (_, index) => ({ player: `P${index}`, seed: 1, share: share(index) }));
    expect((await enter(many(10_000, (index) => (index === 0 ? '100' : '0')))).status).toBe(201);
    const broken = await enter(many(10_000, () => '0').map((line) => ({ ...line, seed: 9 })));
    expect(broken.status).toBe(422);
    expect(broken.json.errors.filter(({ pointer }: { readonly pointer: string }) => pointer.endsWith('/seed'))).toHaveLength(20);
    expect(await enter(many(10_001, () => '0'))).toMatchObject({ status: 422 });
  });
});

test('trees', async () => {
  const youth = await admin.make('club/sections', { name: 'Youth' });
  const girls = await admin.make('club/sections', { name: 'Girls', partOf: youth });
  expect(await admin.patch(`/api/club/sections/${youth}`, { partOf: girls })).toMatchObject({ status: 422, json: { code: 'record.tree-cycle' } });
  expect((await admin.get(`/api/club/sections?filter={"id_under":"${youth}"}`)).json).toHaveLength(2);
  expect((await admin.get(`/api/club/sections/${girls}`)).json._path).toEqual([{ id: youth, _label: 'Youth' }]);
});

test('values that are valid from one day to another', async () => {
  await admin.make('club/fees', { kind: 'adult', amount: '50', validFrom: '2026-01-01' });
  await admin.make('club/fees', { kind: 'adult', amount: '60', validFrom: '2026-07-01' });
  expect((await admin.get('/api/club/fees?asOf=2026-06-30')).json).toMatchObject([{ amount: '50.00', validTo: '2026-06-30' }]);
  expect((await admin.post('/api/club/members', { name: 'An', joined: '2026-06-30' })).json.fee).toBe('50.00');
  expect((await admin.post('/api/club/members', { name: 'Bình', joined: '2026-07-01' })).json.fee).toBe('60.00');
});

test('queries', async () => {
  for (const day of ['10', '11'])
    await admin.make('club/bookings', { member: 'Dung', court: 'grass', start: `2026-05-${day}T08:00:00Z`, end: `2026-05-${day}T09:00:00Z` });
  const { json } = await admin.get('/api/club/bookings-by-court?filter={"member":"Dung"}');
  expect(json).toMatchObject([{ court: 'grass', bookings: 2, last: '2026-05-11T08:00:00.000Z' }]);
});

test('rows of several entities', async () => {
  const booking = (await admin.post('/api/club/bookings', { member: 'Union', court: 'grass', start: '2030-03-01T08:00:00Z' })).json.id;
  const tournament = (await admin.post('/api/club/tournaments', { name: 'Chess', places: 4, entries: [] })).json.id;
  expect((await admin.get('/api/club/events?filter={"name":["Chess","Union"]}&sort=["name","ASC"]')).json).toMatchObject([
    { about: `club.tournament/${tournament}`, places: 4, start: null },
    { about: `club.booking/${booking}`, places: null },
  ]);
});

test('rows that another plugin adds to them', async () => {
  const lesson = (await admin.post('/api/lessons/lessons', { pupil: 'Giang', teacher: 'Hà', start: '2031-03-01T08:00:00Z' })).json.id;
  const [row, ...more] = (await admin.get('/api/club/events?filter={"teacher":"Hà"}&expand=about')).json;
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    id: lesson,
    about: `lessons.lesson/${lesson}`,
    name: 'Giang',
    places: null,
    _labels: { about: 'Giang' },
    _about: { pupil: 'Giang' },
  });
  expect((await admin.get(`/api/club/events/${lesson}`)).json).toMatchObject({ teacher: 'Hà' });
  expect((await admin.get('/api/club/events?filter={"aboutLesson.pupil":"Giang"}')).json).toMatchObject([{ id: lesson }]);
  expect((await admin.get(`/api/club/events?filter={"about":"lessons.lesson/${lesson}"}`)).json).toHaveLength(1);
  const query = (await admin.get('/api/meta')).json.entities.find(({ id }: { readonly id: string }) => id === 'club.event').query;
  expect(query).toMatchObject({ record: 'about', branches: [{ from: 'club.booking' }, { from: 'club.tournament' }, { from: 'lessons.lesson' }] });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { examine } from '../../core/doctor/examine.js';
import { FileStore } from '../../core/files/file-store.js';
import { uploadFile } from '../../core/files/upload-file.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createRecord } from '../../core/records/create-record.js';
import { erasePersonal } from '../../core/records/personal/erase-personal.js';
import { systemSteps } from '../../core/system-steps.js';
import type { Answer, Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

const plugins = [join(projectRoot, 'tests/fixtures/with-every-type')];
const things = '/api/kinds/things';
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await startTestApp({ plugins });
  admin = app.administrator;
}, 60_000);
afterAll(() => app.close());

const send = (name: string, content: string | Buffer, purpose = 'file'): Promise<Answer> =>
  admin.send('POST', `/api/files?for=${purpose}&name=${encodeURIComponent(name)}`, new Blob([Buffer.from(content)]), {
    'content-type': 'application/octet-stream',
  });
const upload = async (name: string, content: string | Buffer): Promise<string> => {
  const answer = await send(name, content);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json.id;
};

describe('what is sent', () => {
  test.each(['application/pdf', 'application/json', 'text/plain', 'multipart/form-data; boundary=x', 'image/png', ''])(
    'said to be %j, it is what its content is',
    async (said) => {
      const answer = await admin.send('POST', '/api/files?for=file&name=contract.pdf', new Blob([pdf]), said === '' ? {} : { 'content-type': said });
      expect(answer).toMatchObject({ status: 201, json: { mediaType: 'application/pdf', bytes: pdf.length } });
    },
  );

  test.each([
    ['prices.csv', 'a;b\n1;2\n', 'text/csv'],
    ['ghi chú.txt', 'Trà sen 👩‍👩‍👧 שלום', 'text/plain'],
    ['page.html', '<script>alert(1)</script>', 'text/plain'],
    ['picture.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'text/plain'],
    ['x.bin', Buffer.from([0, 1, 2, 3, 250]), 'application/octet-stream'],
    ['contract.pdf', pdf, 'application/pdf'],
    ['photo.png', pixel, 'image/png'],
  ])('%s is known by its content', async (name, content, mediaType) => {
    expect(await send(name, content)).toMatchObject({ status: 201, json: { name, mediaType, bytes: Buffer.byteLength(content) } });
  });

  test.each([
    ['evil.png', '<script>alert(1)</script>', 415, 'files.not-what-it-says'],
    ['evil.pdf', Buffer.from([0, 1, 2]), 415, 'files.not-what-it-says'],
    ['photo.jpg', pixel, 415, 'files.not-what-it-says'],
    ['huge.bin', Buffer.alloc(26 * 1024 * 1024), 413, 'http.too-large'],
  ])('%s is refused', async (name, content, status, code) => {
    const answer = await send(name, content);
    expect([answer.status, [code, 'files.too-large'].includes(answer.json.code)]).toEqual([status, true]);
  });

  test.each([
    ['../../etc/pass"wd\r\n\u202egnp.exe', 'pass' + 'wdgnp.exe'],
    ['a\u0000b.txt', 'ab.txt'],
    [`${'n'.repeat(400)}.txt`, 'n'.repeat(200)],
    ['', 'file'],
  ])('the name %j is kept as %s', async (name, kept) => {
    expect((await send(name, 'x')).json.name).toBe(kept);
  });

  test('an unknown purpose is refused', async () => {
    expect(await send('a.txt', 'x', 'everything')).toMatchObject({ status: 400, json: { code: 'query.wrong-form' } });
  });
});

test('a field takes the kinds, sizes and numbers that it declares', async () => {
  const refusal = async (body: object): Promise<unknown> => (await admin.post(things, { text: 'limits', ...body })).json.errors;
  expect(await refusal({ paper: await upload('a.txt', 'text') })).toMatchObject([{ pointer: '/paper', code: 'files.wrong-kind' }]);
  expect(await refusal({ paper: await upload('a.pdf', Buffer.concat([pdf, Buffer.alloc(3000, 32)])) })).toMatchObject([
    { pointer: '/paper', code: 'files.too-large' },
  ]);
  expect(await refusal({ sign: await upload('a.pdf', pdf) })).toMatchObject([{ pointer: '/sign', code: 'files.wrong-kind' }]);
  expect(await refusal({ photo: await upload('a.txt', 'text') })).toMatchObject([{ pointer: '/photo', code: 'files.wrong-kind' }]);
  const papers = [await upload('a.txt', 'a'), await upload('b.txt', 'b'), await upload('c.txt', 'c')];
  expect(await refusal({ papers: [...papers, await upload('d.txt', 'd')] })).toMatchObject([{ pointer: '/papers', code: 'field.too-many' }]);
  // What was refused is still there to be taken.
  expect(await admin.post(things, { text: 'limits', papers })).toMatchObject({ status: 201, json: { papers } });
});

test('files are downloaded in the order of the record, never shown in place, and go when they are taken out', async () => {
  const [page, photo] = [await upload('page.html', '<script>alert(1)</script>'), await upload('photo.png', pixel)];
  const id = await admin.make('kinds/things', { text: 'papers', papers: [page, photo] });
  const record = (await admin.get(`${things}/${id}`)).json;
  expect(record._files.papers).toMatchObject([
    { id: page, name: 'page.html', mediaType: 'text/plain', bytes: 25, by: 'Administrator', at: expect.stringMatching(/^\d{4}-.*Z$/u) },
    { id: photo, name: 'photo.png' },
  ]);
  const served = await admin.get(`${things}/${id}/files/papers.${page}`);
  expect([served.status, served.text, served.headers.get('content-disposition'), served.headers.get('content-security-policy')]).toEqual([
    200,
    '<script>alert(1)</script>',
    "attachment; filename*=UTF-8''page.html",
    "default-src 'none'; sandbox",
  ]);
  expect([served.headers.get('x-content-type-options'), served.headers.get('content-type')]).toEqual(['nosniff', 'application/octet-stream']);
  expect((await admin.get(`${things}/${id}/files/papers.${photo}`)).headers.get('content-disposition')).toMatch(/^inline/u);
  expect((await admin.get(`${things}/${id}/files/papers`)).status).toBe(404);
  expect((await app.nobody.get(`${things}/${id}/files/papers.${page}`)).status).toBe(401);
  expect((await admin.patch(`${things}/${id}`, { papers: [photo, page] })).json._files.papers.map((one: { id: string }) => one.id)).toEqual([photo, page]);
  await admin.patch(`${things}/${id}`, { papers: [photo] });
  expect((await admin.get(`${things}/${id}/files/papers.${page}`)).status).toBe(404);
  // It went with the record that had it: nobody can take it again.
  expect((await admin.patch(`${things}/${id}`, { papers: [photo, page] })).json.errors).toMatchObject([{ pointer: '/papers/1', code: 'files.unknown' }]);
  expect((await admin.get(`${things}/${id}/history`)).json[0].changes).toMatchObject([{ field: 'papers', from: [photo, page], to: [photo] }]);
});

test('of many records that take one upload, one has it', async () => {
  const paper = await upload('one.pdf', pdf);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => admin.post(things, { text: `race ${index}`, ...(index % 2 === 0 ? { paper } : { papers: [paper] }) })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422, 422, 422, 422, 422]);
});

test('duplicates and tables leave files out', async () => {
  const id = await admin.make('kinds/things', { text: 'copied', paper: await upload('one.pdf', pdf), papers: [await upload('a.txt', 'a')] });
  const copy = (await admin.get(`${things}/${id}/duplicate`)).json;
  expect([copy.text, copy.paper, copy.papers]).toEqual(['copied', undefined, undefined]);
  const heading = (await admin.get(`${things}/export?filter=${encodeURIComponent('{"text":"copied"}')}`)).text.split('\n')[0];
  expect(heading).not.toMatch(/\bfiles?\b|signature/u);
});

test('a signature tells who and when, and stays', async () => {
  const sign = await upload('signature.png', pixel);
  const id = await admin.make('kinds/things', { text: 'signed later' });
  expect(await admin.patch(`${things}/${id}`, { sign })).toMatchObject({ status: 200, json: { sign, _files: { sign: [{ by: 'Administrator' }] } } });
  for (const again of [null, await upload('other.png', pixel)])
    expect(await admin.patch(`${things}/${id}`, { sign: again })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/sign', code: 'record.set-once' }] },
    });
  // Sent back as it was read, it changes nothing.
  expect(await admin.put(`${things}/${id}`, { text: 'signed', sign })).toMatchObject({ status: 200, json: { text: 'signed', sign } });
});

test('who does not see the record or the upload of somebody else gets nothing of it', async () => {
  const id = await admin.make('kinds/things', { text: 'mine', paper: await upload('one.pdf', pdf) });
  const loose = await upload('loose.pdf', pdf);
  const user = await admin.post('/api/core/users', { name: 'Nobody' });
  const key = await admin.post('/api/core/api-keys', { name: 'n', actsAs: user.json.id });
  const other = admin.withKey(key.json._secret);
  expect((await other.get(`${things}/${id}/files/paper`)).status).toBe(404);
  const own = await other.send('POST', '/api/files?for=file&name=mine.pdf', new Blob([pdf]), { 'content-type': 'application/octet-stream' });
  expect(own.status).toBe(201);
  // Nobody takes what another has uploaded, whatever they may write.
  expect((await admin.patch(`${things}/${id}`, { paper: own.json.id })).json.errors).toMatchObject([{ pointer: '/paper', code: 'files.unknown' }]);
  expect(await admin.patch(`${things}/${id}`, { paper: loose })).toMatchObject({ status: 200 });
});

describe('what the platform keeps', () => {
  let kept: TestPlatform;
  let folder: string;
  beforeAll(async () => {
    kept = await createTestPlatform({ plugins });
    folder = await mkdtemp(join(tmpdir(), 'trellis-files-'));
  });
  afterAll(async () => {
    await kept.close();
    await rm(folder, { recursive: true, force: true });
  });

  const made = async (field: 'paper' | 'papers'): Promise<{ readonly id: string; readonly file: string }> => {
    const { platform } = kept;
    const source = Readable.from([pdf]);
    const { id: file } = await uploadFile(platform, new FileStore(folder), kept.caller(), { name: 'a.pdf', purpose: 'file', source });
    const entity = platform.model.entities.get('kinds.thing');
    if (entity === undefined) throw new Error('no thing');
    const json = await createRecord(platform, kept.caller(), entity, { text: 'kept', [field]: field === 'paper' ? file : [file] });
    return { id: String(JSON.parse(json).id), file };
  };
  const filesLeft = async (): Promise<readonly string[]> => (await kept.connection.pool.query('SELECT id FROM trellis_file')).rows.map((row) => String(row.id));

  test('is erased with the personal data of the record', async () => {
    const { id, file } = await made('papers');
    const entity = kept.platform.model.entities.get('kinds.thing');
    if (entity === undefined) throw new Error('no thing');
    expect(await filesLeft()).toContain(file);
    expect(await erasePersonal(kept.platform, kept.caller(), entity, id)).toContain('papers');
    expect(await filesLeft()).not.toContain(file);
    expect((await kept.connection.pool.query('SELECT papers FROM kinds_thing WHERE id = $1', [id])).rows).toEqual([{ papers: [] }]);
  });

  test('is told by the doctor when it hangs in the air', async () => {
    const look = async (): Promise<readonly string[]> => {
      const outcomes = await examine({ owner: kept.connection, model: kept.platform.model, systemSteps, runTimeRole: 'trellis_test' });
      return outcomes.filter(({ name }) => name === 'files').flatMap(({ findings }) => findings.map(({ code, kind }) => `${kind} ${code}`));
    };
    const lost = await made('papers');
    const orphan = await made('paper');
    expect(await look()).toEqual([]);
    await kept.connection.pool.query('DELETE FROM trellis_file WHERE id = $1', [lost.file]);
    await kept.connection.pool.query('UPDATE kinds_thing SET paper = NULL WHERE id = $1', [orphan.id]);
    expect(await look()).toEqual(['wrong doctor.file', 'warning doctor.file-orphan']);
  });
});

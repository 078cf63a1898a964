import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { fixtureSources, openChangeBench } from '../support/change-bench.js';
import type { Answer, Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let host: Client;
let room: string;

beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-periods')], env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  const roles: readonly { readonly id: string; readonly code: string }[] = (await admin.get('/api/core/roles?range=[0,99]')).json;
  const role = roles.find((one) => one.code === 'desk.host');
  const user = await admin.make('core/users', { name: 'Host', email: 'host@example.com', roles: [role?.id] });
  host = admin.withKey((await admin.post('/api/core/api-keys', { name: 'host', actsAs: user })).json._secret);
});
beforeEach(async () => {
  room = await admin.make('desk/rooms', { name: 'Lotus' });
});
afterAll(() => app.close());

const at = (hour: number): string => `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`;
const book = (start: number | null, end: number | null, more: object = {}, client: Client = admin): Promise<Answer> =>
  client.post('/api/desk/bookings', { guest: 'An', room, start: start === null ? null : at(start), end: end === null ? null : at(end), ...more });
const overlap = { status: 422, json: { code: 'record.overlap' } };

test('of twenty who book the same hours at once one gets them, and the others are told who', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => book(8, 10, { guest: `Guest ${index}` })));
  const won = answers.filter((answer) => answer.status === 201);
  expect(won).toHaveLength(1);
  for (const lost of answers.filter((answer) => answer.status !== 201)) {
    expect(lost).toMatchObject({ ...overlap, json: { detail: `The room is taken then. (${won[0]?.json.guest})`, other: { id: won[0]?.json.id } } });
    expect(lost.json.errors.map((error: { readonly pointer: string }) => error.pointer)).toEqual(['/start', '/end']);
  }
});

test('rivals in many rooms, and those that move into each other, leave no two that overlap', async () => {
  const rooms = await Promise.all([1, 2, 3].map((number) => admin.make('desk/rooms', { name: `Room ${number}` })));
  const made = await Promise.all(rooms.map((one, index) => admin.make('desk/bookings', { guest: `G${index}`, room: one, start: at(1), end: at(3) })));
  await Promise.all(
    made.flatMap((id, index) =>
      rooms.map((one, shift) => admin.patch(`/api/desk/bookings/${id}`, { room: one, start: at(index + shift), end: at(index + shift + 2) })),
    ),
  );
  await Promise.all(Array.from({ length: 30 }, (_, index) => book(index % 10, (index % 10) + 3, { room: rooms[index % 3] })));
  expect(
    await rowsOf(
      app.databaseUrl,
      `SELECT count(*)::integer AS n FROM desk_booking a JOIN desk_booking b ON a.id < b.id AND a.room = b.room AND a.state <> 'cancelled' AND b.state <> 'cancelled'
         AND tstzrange(a.start, a."end") && tstzrange(b.start, b."end")`,
    ),
  ).toEqual([{ n: 0 }]);
});

test('datetimes end before the next begins; without end nothing follows; without start or room nothing is held', async () => {
  expect((await book(8, 10)).status).toBe(201);
  expect((await book(10, 12)).status).toBe(201);
  expect(await book(9, 11)).toMatchObject(overlap);
  expect((await book(20, null)).status).toBe(201);
  expect(await book(23, 24 - 1)).toMatchObject({ status: 422, json: { errors: [{ pointer: '/end', code: 'record.period-reversed' }] } });
  expect(await book(22, 23)).toMatchObject(overlap);
  expect((await book(null, 23)).status).toBe(201);
  expect((await book(8, 10, { room: null })).status).toBe(201);
  expect((await book(8, 10, { room: null })).status).toBe(201);
});

test('a record that the condition leaves out gives its place free, and must have it again to come back', async () => {
  const first = (await book(8, 10)).json.id;
  await admin.post(`/api/desk/bookings/${first}/actions/cancel`);
  const second = (await book(9, 10)).json.id;
  expect(await admin.post(`/api/desk/bookings/${first}/actions/book-again`)).toMatchObject({ ...overlap, json: { other: { id: second } } });
  await admin.patch(`/api/desk/bookings/${second}`, { start: at(10), end: at(11) });
  expect((await admin.post(`/api/desk/bookings/${first}/actions/book-again`)).status).toBe(200);
});

test('a rival that the caller may not see is not named', async () => {
  expect((await book(8, 10, { guest: 'The minister', isSecret: true })).status).toBe(201);
  const answer = await book(9, 10, {}, host);
  expect(answer).toMatchObject({ ...overlap, json: { detail: 'The room is taken then.' } });
  expect(answer.json.other).toBeUndefined();
  expect(answer.text).not.toContain('minister');
  const seen = await book(9, 10, {}, admin.withHeaders({ 'accept-language': 'vi' }));
  expect(seen).toMatchObject({ ...overlap, json: { detail: 'Phòng đã được đặt. (The minister)' } });
});

test('days belong to the period to the last, for each combination of keys', async () => {
  const leave = (from: string, to: string | null, more: object = {}): Promise<Answer> => admin.post('/api/desk/leaves', { person: 'Lan', from, to, ...more });
  expect((await leave('2026-03-01', '2026-03-05')).status).toBe(201);
  expect(await leave('2026-03-05', '2026-03-06')).toMatchObject({ ...overlap, json: { detail: 'The period From – To is taken already. (Lan)' } });
  expect((await leave('2026-03-06', '2026-03-06')).status).toBe(201);
  expect((await leave('2026-03-05', '2026-03-06', { half: true })).status).toBe(201);
  expect((await leave('2026-03-05', '2026-03-06', { person: 'Lan Anh' })).status).toBe(201);
  expect(await leave('2026-03-09', '2026-03-08')).toMatchObject({ status: 422, json: { errors: [{ pointer: '/to', code: 'record.period-reversed' }] } });
});

test('SQL of others is held to it too', async () => {
  expect((await book(8, 10)).status).toBe(201);
  const insert = `INSERT INTO desk_booking (id, guest, room, start, "end", state, version, is_secret, created_at, updated_at)
    VALUES (trellis_new_id(), 'x', '${room}', '${at(9)}', NULL, 'booked', 1, false, now(), now())`;
  await expect(rowsOf(app.databaseUrl, insert)).rejects.toMatchObject({ code: '23P01' });
  await expect(rowsOf(app.databaseUrl, `BEGIN; ALTER TABLE desk_booking DISABLE TRIGGER USER; ${insert}`)).rejects.toMatchObject({ code: '23P01' });
});

test('declared over rows that are there it counts those that stand against it', async () => {
  const sources = await fixtureSources('with-periods');
  const without = sources.map((source) => ({
    ...source,
    files: source.files.map((file) => {
      if (!file.path.endsWith('leave.json')) return file;
      const { noOverlap: _, ...rest }: Record<string, unknown> = JSON.parse(file.text);
      return { ...file, text: JSON.stringify(rest) };
    }),
  }));
  const bench = await openChangeBench({ sources: without });
  const row = (person: string, from: string, to: string): string =>
    `INSERT INTO desk_leave (id, person, half, "from", "to", version, created_at, updated_at) VALUES (trellis_new_id(), '${person}', false, '${from}', ${to}, 1, now(), now())`;
  try {
    await bench.query(row('A', '2026-01-01', 'NULL'));
    await bench.query(row('A', '2026-02-01', `'2026-02-02'`));
    await bench.query(row('B', '2026-02-01', `'2026-02-02'`));
    await bench.query(row('C', '2026-02-05', `'2026-02-02'`));
    const refused = await bench.refused(sources);
    expect(refused.steps.filter((step) => step.verdict === 'refused')).toMatchObject([{ table: 'desk_leave', rows: 3 }]);
    // Somebody who began before it is gone may still see the row; then the key waits.
    const client = await bench.connection.pool.connect();
    await client.query('BEGIN; SELECT pg_current_xact_id()');
    await bench.query(`DELETE FROM desk_leave WHERE person = 'C' OR "to" IS NULL`);
    const applying = bench.apply(sources);
    await rowsOf(bench.url, 'SELECT pg_sleep(0.3)');
    await client.query('COMMIT');
    client.release();
    expect((await applying).steps.map((step) => step.kind)).toEqual(['add-constraint', 'add-routine']);
    expect((await bench.plan(sources)).steps).toEqual([]);
    expect((await bench.apply(without)).steps.map((step) => step.kind)).toEqual(['drop-routine', 'drop-constraint']);
  } finally {
    await bench.close();
  }
});

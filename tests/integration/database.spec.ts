import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connect, type Connection } from '../../core/data/connect.js';
import { raw, sql, value } from '../../core/data/sql.js';
import { dataSystemSteps } from '../../core/data/system-tables.js';
import { fold, searchWords } from '../../core/kernel/fold.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('the database as the rooms above see it', () => {
  let database: TestDatabase;
  let connection: Connection;

  beforeAll(async () => {
    database = await createTestDatabase();
    connection = await connect(database.url, { poolSize: 2, statementTimeoutMilliseconds: 2000 });
    for (const step of dataSystemSteps) await connection.pool.query(step.sql);
    await connection.pool.query('CREATE TABLE thing (id integer PRIMARY KEY, name text)');
  });

  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  test('what JavaScript would bend stays text', async () => {
    const statement = sql`SELECT ${value('9007199254740993', 'int8')} AS big, ${value('1.10', 'numeric')} AS exact, ${value('2026-02-28', 'date')} AS day,
      ${value('2026-02-28T23:00:00.123Z', 'timestamptz')} AS instant, ${value(['2026-01-01'], 'date[]')} AS days, true AS yes, 7 AS small, ${value('{"a":1}', 'jsonb')} AS json`;
    const row = {
      big: '9007199254740993',
      exact: '1.10',
      day: '2026-02-28',
      instant: '2026-02-28 23:00:00.123+00',
      days: ['2026-01-01'],
      yes: true,
      small: 7,
      json: { a: 1 },
    };
    for (let round = 0; round < 3; round++) expect(await connection.database.rows(statement)).toEqual([row]);
  });

  test('text gives the first value, null without a row', async () => {
    expect(await connection.database.text(sql`SELECT json_build_object('a', 1)::text`)).toBe('{"a" : 1}');
    expect(await connection.database.text(sql`SELECT 'x' WHERE false`)).toBeNull();
  });

  test('a transaction is kept whole or not at all, and its connection comes back', async () => {
    const { database: db } = connection;
    for (let round = 0; round < 5; round++) {
      const attempt = db.transaction(async (tx) => {
        await tx.rows(sql`INSERT INTO thing VALUES (${value(round, 'integer')}, 'a')`);
        await tx.rows(sql`INSERT INTO thing VALUES (${value(round, 'integer')}, 'b')`);
      });
      await expect(attempt).rejects.toMatchObject({ code: '23505', constraint: 'thing_pkey' });
    }
    expect(await db.text(sql`SELECT count(*)::text FROM thing`)).toBe('0');
    expect(await db.transaction((tx) => tx.text(sql`INSERT INTO thing VALUES (1, 'a') RETURNING name`))).toBe('a');
    expect(await db.text(sql`SELECT count(*)::text FROM thing`)).toBe('1');
  });

  test('a statement that takes too long is ended', async () => {
    await expect(connection.database.text(sql`SELECT pg_sleep(10)`)).rejects.toMatchObject({ code: '57014' });
  });

  test('a prepared plan that a change of the table has made stale is run anew', async () => {
    const statement = sql`SELECT * FROM thing`;
    for (let round = 0; round < 6; round++) await connection.database.rows(statement);
    await connection.pool.query('ALTER TABLE thing ADD COLUMN further integer');
    for (let round = 0; round < 6; round++) expect((await connection.database.rows(statement))[0]).toHaveProperty('further');
  });

  test('connections that the server ends are replaced', async () => {
    const end = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`;
    await Promise.all([connection.database.text(sql`SELECT 'a'`), connection.database.text(sql`SELECT 'b'`)]);
    await connection.database.rows(end);
    await expect(connection.database.transaction((tx) => tx.rows(sql`SELECT pg_terminate_backend(pg_backend_pid())`))).rejects.toThrow();
    for (let round = 0; round < 4; round++) expect(await connection.database.text(sql`SELECT 'c'`).catch(() => 'c')).toBe('c');
    expect(await connection.database.text(sql`SELECT 'd'`)).toBe('d');
  });

  test('text is folded alike in JavaScript and SQL', async () => {
    const pieces = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('Nguyễn ', 'ĐƯỜNG', 'ơ̛', '-', '@[\\]^`{|}~', 'A.B/C', ' ')),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const text = parts.join('').replaceAll(/[^\u0001-\u02af\u0300-\u036f\u0400-\u04ff\u1e00-\u1eff\u4e00-\u4fff]/gu, '');
        fc.pre(!/[\u0130\u0345\u03a3]/u.test(text));
        expect(await connection.database.text(sql`SELECT trellis_fold(${value(text, 'text')})`)).toBe(fold(text));
        const words = await connection.database.text(sql`SELECT trellis_words(${value(text, 'text')})`);
        expect(words?.split(' ').filter((word) => word !== '')).toEqual(searchWords(text));
      }),
      { numRuns: 300 },
    );
  });

  test('two statements at once take two connections', async () => {
    const both = await Promise.all([1, 2].map((number) => connection.database.text(sql`SELECT ${raw(String(number))}::text FROM pg_sleep(0.05)`)));
    expect(both).toEqual(['1', '2']);
  });
});

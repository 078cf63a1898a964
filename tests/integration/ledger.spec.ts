import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { listRecords } from '../../core/records/list-records.js';
import { Books } from '../support/books.js';

let books: Books;
let place: string;
let accounts: readonly string[];
beforeAll(async () => {
  books = await Books.open();
  place = await books.make('books.place', 'Main');
  accounts = [await books.make('books.account', 'Cash'), await books.make('books.account', 'Sales')];
});
afterAll(() => books.opened.close());

const account = (index: number): string => accounts[index] ?? '';
const item = (): Promise<string> => books.make('books.item', 'Tea');
const voucher = (one: string, other: string, date?: string): Promise<string> =>
  books.post(
    'books.entry',
    [
      { place: { account: account(0) }, figures: { amount: one } },
      { place: { account: account(1) }, figures: { amount: other } },
    ],
    date,
  );
const receive = (of: string, onHand: string, worth: string, date?: string): Promise<string> =>
  books.post('books.goods', [{ place: { item: of, place }, figures: { onHand, value: worth } }], date);
const issue = (of: string, quantity: string, date?: string): Promise<string> =>
  books.post('books.goods', [{ place: { item: of, place }, figures: { onHand: `-${quantity}` } }], date);

const insertEntry = `INSERT INTO books_entry (id, posting_date, posting, source, source_entity, created_at, created_by, account, amount)
  VALUES (trellis_new_id(), '2026-01-05', $1, $1, 'books.item', now(), '00000000-0000-7000-8000-000000000001', $2, $3)`;

test('entries of a posting add up to zero, to the last digit', async () => {
  await voucher('100', '-100');
  await expect(voucher('100', '-99.9999')).rejects.toMatchObject({ code: 'TL002' });
  await expect(voucher('0.0001', '0')).rejects.toMatchObject({ code: 'TL002' });
  expect(await books.rows('SELECT sum(amount)::text AS sum, count(*)::integer AS number FROM books_entry')).toEqual([{ sum: '0.0000', number: 2 }]);
  expect(await books.rows('SELECT amount::text FROM books_balance ORDER BY amount')).toEqual([{ amount: '-100.0000' }, { amount: '100.0000' }]);
});

test('two transactions cannot each add half of a posting', async () => {
  const clients = [new pg.Client({ connectionString: books.opened.url }), new pg.Client({ connectionString: books.opened.url })];
  await Promise.all(clients.map((client) => client.connect()));
  const posting = '00000000-0000-7000-8000-00000000abcd';
  const before = await books.rows('SELECT count(*)::integer AS number FROM books_entry');
  for (const [index, client] of clients.entries()) {
    await client.query('BEGIN');
    await client.query(insertEntry, [posting, account(index), index === 0 ? '5' : '-5']);
  }
  const ended = await Promise.allSettled(clients.map((client) => client.query('COMMIT')));
  expect(ended.map((one) => (one.status === 'rejected' ? one.reason.code : 'committed'))).toEqual(['TL002', 'TL002']);
  await Promise.all(clients.map((client) => client.end()));
  expect(await books.rows('SELECT count(*)::integer AS number FROM books_entry')).toEqual(before);
});

test('a posting is taken back once, also when two take it back at once', async () => {
  const source = await voucher('7', '-7');
  const both = await Promise.allSettled([books.reverse('books.entry', source), books.reverse('books.entry', source)]);
  const entries = both.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  expect(entries).toHaveLength(2);
  expect(await books.reverse('books.entry', source)).toEqual([]);
  expect(
    await books.rows(
      `SELECT sum(amount)::text AS sum FROM books_entry WHERE source = '${source}' OR reverses IN (SELECT id FROM books_entry WHERE source = '${source}')`,
    ),
  ).toEqual([{ sum: '0.0000' }]);
});

test('balances as of a day, several measures beside each other', async () => {
  const tea = await item();
  await receive(tea, '10', '20', '2026-01-05');
  await books.post('books.goods', [{ place: { item: tea, place }, figures: { reserved: '4' } }], '2026-01-07');
  await issue(tea, '3', '2026-01-09');
  const { platform, caller } = books.opened;
  const entity = platform.model.entities.get('books.goods-balance');
  if (entity === undefined) throw new Error('no balance');
  const asOf = async (day: string): Promise<unknown> =>
    JSON.parse((await listRecords(platform, caller(), entity, { filter: JSON.stringify({ item: tea }), asOf: day })).json)[0];
  expect(await asOf('2026-01-04')).toMatchObject({ onHand: '0.000', reserved: '0.000', value: '0.0000' });
  expect(await asOf('2026-01-05')).toMatchObject({ onHand: '10.000', reserved: '0.000', value: '20.0000', available: '10.000' });
  expect(await asOf('2026-01-08')).toMatchObject({ onHand: '10.000', reserved: '4.000', available: '6.000' });
  expect(await asOf('2026-01-09')).toMatchObject({ onHand: '7.000', reserved: '4.000', value: '14.0000', available: '3.000' });
});

test('a constraint holds however many post at once', async () => {
  const tea = await item();
  await receive(tea, '10', '10');
  const turns = await Promise.allSettled(Array.from({ length: 20 }, () => issue(tea, '1')));
  const refused = turns.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
  expect(refused).toEqual(Array.from({ length: 10 }, () => 'ledger.constraint'));
  expect(await books.goods(tea)).toMatchObject([{ onHand: '0.000', value: '0.0000' }]);
});

test('a receipt that is taken back when the average has moved leaves no value behind and owes none', async () => {
  const tea = await item();
  await receive(tea, '10', '10');
  const dear = await receive(tea, '1', '100');
  await issue(tea, '10');
  await books.reverse('books.goods', dear);
  expect(await books.goods(tea)).toMatchObject([{ onHand: '0.000', value: '0.0000' }]);
  const leaf = await item();
  await receive(leaf, '10', '10');
  const dearer = await receive(leaf, '2', '100');
  await issue(leaf, '9');
  await books.reverse('books.goods', dearer);
  expect(await books.goods(leaf)).toMatchObject([{ onHand: '1.000', value: '9.1667' }]);
});

test('a posting that took and brought is taken back without leaving value where there is nothing', async () => {
  const tea = await item();
  await receive(tea, '5', '50');
  const swap = await books.post('books.goods', [
    { place: { item: tea, place }, figures: { onHand: '-5' } },
    { place: { item: tea, place }, figures: { onHand: '10', value: '20' } },
  ]);
  await issue(tea, '5');
  expect(await books.goods(tea)).toMatchObject([{ onHand: '5.000', value: '10.0000' }]);
  await books.reverse('books.goods', swap);
  expect(await books.goods(tea)).toMatchObject([{ onHand: '0.000', value: '0.0000' }]);
});

test('entries are only added to, and balances follow them alone, also for the owner of the tables', async () => {
  const forbidden = [
    'UPDATE books_entry SET amount = 0',
    'DELETE FROM books_entry',
    'TRUNCATE books_entry CASCADE',
    'UPDATE books_balance SET amount = 1',
    'DELETE FROM books_balance',
    'SET session_replication_role = origin; UPDATE books_goods SET on_hand = 0',
  ];
  for (const text of forbidden) await expect(books.rows(text)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:TL001|42501)$/u) });
});

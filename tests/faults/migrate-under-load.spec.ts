import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { complaintsOf, openLiveBench, uncomputedOnceGivenUp, underLoad, type LiveBench } from './migrate-under-load.js';

const rows = 50_000;

describe('a model that changes under a release at work', () => {
  let bench: LiveBench;
  let made = 0;
  let release: Awaited<ReturnType<LiveBench['startAfter']>>;

  beforeAll(async () => {
    bench = await openLiveBench(rows);
  }, 300_000);

  afterAll(() => bench.close());

  test('a transaction that sits on the table makes it give up with nothing changed, and nobody else waits', async () => {
    const idle = new pg.Client({ connectionString: bench.databaseUrl });
    await idle.connect();
    await idle.query('BEGIN; SELECT count(*) FROM store_item');
    const report = await underLoad(bench, 10, async () => {
      await expect(bench.migrate({ patienceMilliseconds: 3000 })).rejects.toMatchObject({ code: '55P03' });
    });
    made += report.made;
    await idle.query('ROLLBACK');
    await idle.end();
    expect(report.errors).toEqual([]);
    expect(await bench.query(`SELECT to_regclass('store_article') AS article, to_regclass('store_item')::text AS item`)).toEqual([
      { article: null, item: 'store_item' },
    ]);
  }, 120_000);

  test('20 writes and 20 reads a second go on without an error while rows are filled and computed, keys made and names changed', async () => {
    const report = await underLoad(bench, 20, async () => {
      await bench.migrate();
      await bench.settled();
    });
    made += report.made;
    expect(report.errors).toEqual([]);
    expect(report.requests).toBeGreaterThan(0);
    expect(await complaintsOf(bench, rows + made)).toEqual([]);
  }, 300_000);

  test('both releases work beside each other, each in its own words', async () => {
    release = await bench.startAfter();
    const after = release.client;
    const old = JSON.parse((await bench.before('POST', '/api/store/items', { code: 'both-1', amount: '1.5', grade: 'a' })).text).id;
    expect((await after.get(`/api/store/articles/${old}`)).json).toMatchObject({ sku: 'both-1', amount: '1.5000', grade: 'best', tag: '#both-1' });
    const fresh = await after.make('store/articles', { sku: 'both-2', amount: '2.25', grade: 'b', tag: 'own' });
    expect(JSON.parse((await bench.before('GET', `/api/store/items/${fresh}`)).text)).toMatchObject({ code: 'both-2', amount: '2.25' });
    expect((await after.patch(`/api/store/articles/${old}`, { amount: '7' })).status).toBe(200);
    expect((await bench.before('PATCH', `/api/store/items/${old}`, { code: 'both-3' })).status).toBe(200);
    expect((await after.get(`/api/store/articles/${old}`)).json).toMatchObject({ sku: 'both-3', amount: '7.0000' });
    expect((await after.post('/api/store/articles', { sku: 'both-3', tag: 'x' })).status).toBe(422);
  });

  test('history is told in the words of today, and the former path answers', async () => {
    const { json: found } = await release.client.get('/api/store/articles?filter={"sku":"both-3"}');
    const history = await release.plain('GET', `/api/store/items/${found[0].id}/history`);
    expect(JSON.parse(history.text).map(({ op, changes }: { op: string; changes: readonly unknown[] }) => [op, changes])).toEqual([
      ['updated', [{ field: 'sku', from: 'both-1', to: 'both-3' }]],
      ['updated', [{ field: 'amount', from: '1.5000', to: '7.0000' }]],
      [
        'created',
        expect.arrayContaining([
          { field: 'sku', from: null, to: 'both-1' },
          { field: 'grade', from: null, to: 'best' },
        ]),
      ],
    ]);
  });

  test('what the release before has saved is computed once it is given up', async () => {
    expect(await uncomputedOnceGivenUp(bench)).toBe(0);
  }, 120_000);
});

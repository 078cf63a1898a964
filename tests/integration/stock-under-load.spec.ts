import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rowsOf } from '../support/rows-of.js';
import { startStockRig, type Reply, type StockRig } from '../support/stock-rig.js';

const clients = 20;
const products = 20;
const orders = 100;
const linesEach = 20;
/** A third of what is wanted. */
const stockEach = 70;

let rig: StockRig;
beforeAll(async () => {
  rig = await startStockRig(2);
}, 300_000);
afterAll(() => rig.close());

const act = (path: string, action: string, body: unknown = {}): Promise<Reply> => rig.ask('POST', `${path}/actions/${action}`, body);
const orderOf = (lines: readonly unknown[]): Promise<string> =>
  rig.make('sales/orders', { customer: rig.ids.customer, company: rig.ids.company, warehouse: rig.ids.warehouse, lines });

test('20 reservations of 1 at once on a stock of 10 hold exactly 10', async () => {
  const product = await rig.goods('Scarce', 10);
  const made = await Promise.all(Array.from({ length: 20 }, () => orderOf([{ product, quantity: 1 }])));
  const confirmed = await Promise.all(made.map((id) => act(`sales/orders/${id}`, 'confirm')));
  expect(confirmed.map(({ status }) => status)).toEqual(made.map(() => 200));
  const held = confirmed.filter(({ json }) => json.lines[0].reserved === '1.000');
  const short = confirmed.filter(({ json }) => json.short === '1.000');
  expect([held.length, short.length]).toEqual([10, 10]);
  const [stock] = (await rig.ask('GET', `inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product }))}`)).json;
  expect(stock).toMatchObject({ onHand: '10.000', reserved: '10.000', demanded: '20.000', available: '0.000' });
});

test('20 clients who sell and deliver dozens at once of 100 pieces sell eight dozens, and four pieces stay', async () => {
  const units = (await rig.ask('GET', 'base/units')).json;
  const unitBy = (code: string): string => units.find((one: { readonly code: string }) => one.code === code).id;
  const product = await rig.make('catalog/products', { name: 'Eggs', price: '3', unit: unitBy('cái') });
  const receipt = await rig.make('inventory/receipts', { warehouse: rig.ids.warehouse, lines: [{ product, quantity: 100, unitCost: '2' }] });
  await act(`inventory/receipts/${receipt}`, 'post', { postingDate: '2026-01-05' });
  const made = await Promise.all(Array.from({ length: clients }, () => orderOf([{ product, quantity: 1, unit: unitBy('tá') }])));
  const delivered = await Promise.all(
    made.map(async (id) => {
      await act(`sales/orders/${id}`, 'confirm');
      const delivery = (await act(`sales/orders/${id}`, 'deliver')).json._created[0].id;
      return act(`sales/deliveries/${delivery}`, 'deliver');
    }),
  );
  expect(delivered.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 8 }, () => 200), ...Array.from({ length: 12 }, () => 409)]);
  const [stock] = (await rig.ask('GET', `inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product }))}`)).json;
  expect(stock).toMatchObject({ onHand: '4.000', reserved: '4.000', demanded: '144.000', value: '8.0000' });
});

test('2,000 order lines on 20 scarce products: never more sold than there was, and every figure right afterwards', async () => {
  const chance = chanceOf(20261124);
  const goods = await Promise.all(Array.from({ length: products }, (_, index) => rig.goods(`Tea ${index}`, stockEach)));
  const plans = Array.from({ length: orders }, () => ({
    lines: Array.from({ length: linesEach }, () => ({ product: goods[chance(products)], quantity: 1 + chance(3) })),
    dice: Array.from({ length: 24 }, () => chance(10)),
  }));
  const told = new Map<string, number>();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let plan = plans.pop(); plan !== undefined; plan = plans.pop()) await live(plan, told);
    }),
  );
  // Nothing unhandled: refusals are those that the figures bring with them.
  const foreign = [...told.keys()].filter((outcome) => !/^(?:200|201|409 ledger\.constraint|409 record\.guard|409 record\.wrong-state)$/u.test(outcome));
  expect(foreign).toEqual([]);
  expect(told.get('409 ledger.constraint')).toBeGreaterThan(0);
  expect(rig.logs()).not.toMatch(/deadlock|unhandled/iu);
  // All take what they need in one order; the database had no knot to cut.
  expect(await rowsOf(rig.databaseUrl, 'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()')).toEqual([{ deadlocks: 0 }]);
  expect(await rowsOf(rig.databaseUrl, disagreements(goods))).toEqual([]);
}, 180_000);

interface Plan {
  readonly lines: readonly unknown[];
  readonly dice: number[];
}

/** One order from its making to wherever the dice take it. */
async function live({ lines, dice }: Plan, told: Map<string, number>): Promise<void> {
  const tell = (reply: Reply): Reply => {
    const outcome = reply.status < 400 ? String(reply.status) : `${reply.status} ${reply.json.code}`;
    told.set(outcome, (told.get(outcome) ?? 0) + 1);
    return reply;
  };
  const order = await orderOf(lines);
  tell(await act(`sales/orders/${order}`, 'confirm'));
  const [fate = 0, ...rest] = dice;
  if (fate < 2) tell(await act(`sales/orders/${order}`, 'cancel'));
  if (fate < 2) return;
  // Two deliveries at once of the same order, each of a part of it.
  const parts = await Promise.all([deliver(order, rest, tell), fate < 6 ? deliver(order, rest.toReversed(), tell) : null]);
  const [delivered] = parts.filter((one) => one !== null);
  const end = rest[3] ?? 0;
  if (end < 4 && delivered !== undefined)
    await Promise.all([
      act(`sales/deliveries/${delivered}`, 'return').then(tell),
      end < 2 ? act(`sales/orders/${order}`, 'close').then(tell) : act(`sales/orders/${order}`, 'cancel').then(tell),
    ]);
  if (end < 1) tell(await act(`sales/orders/${order}`, 'reopen'));
}

/** Makes a delivery, leaves out some of it, and sends it; null when there was not enough. */
async function deliver(order: string, dice: readonly number[], tell: (reply: Reply) => Reply): Promise<string | null> {
  const made = tell(await act(`sales/orders/${order}`, 'deliver'));
  const id: string | undefined = made.json._created?.[0].id;
  if (id === undefined) return null;
  const draft = (await rig.ask('GET', `sales/deliveries/${id}`)).json;
  const kept = draft.lines.filter((_: unknown, index: number) => (dice[index] ?? 0) < 6);
  const some = kept.map((line: { id: string; quantity: string }, index: number) => ({ id: line.id, quantity: (dice[index] ?? 0) < 3 ? 1 : line.quantity }));
  if (some.length > 0) tell(await rig.ask('PATCH', `sales/deliveries/${id}`, { lines: some.toReversed() }));
  return tell(await act(`sales/deliveries/${id}`, 'deliver', { postingDate: '2026-02-01' })).status === 200 ? id : null;
}

/** The same numbers for the same seed, less than `below`. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Where balances, entries and documents do not say the same; empty when all is well. */
function disagreements(goods: readonly string[]): string {
  const some = `ARRAY[${goods.map((id) => `'${id}'`).join(',')}]::uuid[]`;
  return `
  WITH stock AS (SELECT * FROM inventory_stock WHERE product = ANY(${some})),
  entries AS (SELECT product, sum(on_hand) on_hand, sum(reserved) reserved, sum(demanded) demanded, sum(value) AS value FROM inventory_move GROUP BY product),
  sold AS (SELECT ol.product, ol.id AS line, sum(dl.quantity) AS quantity FROM sales_delivery_line dl JOIN sales_delivery d ON d.id = dl.parent_id JOIN sales_order_line ol ON ol.id = dl.order_line WHERE d.state = 'delivered' GROUP BY ol.product, ol.id),
  lines AS (SELECT ol.*, o.state, coalesce(s.quantity, 0) AS sold FROM sales_order_line ol JOIN sales_order o ON o.id = ol.parent_id LEFT JOIN sold s ON s.line = ol.id WHERE ol.product = ANY(${some})),
  open AS (SELECT product, sum(reserved) reserved, sum(quantity - sold) FILTER (WHERE state = 'confirmed') demanded, sum(sold) AS sold FROM lines GROUP BY product),
  found AS (
    SELECT 'balance of ' || s.id AS what, to_jsonb(s)::text AS of FROM stock s JOIN entries e USING (product)
      WHERE (s.on_hand, s.reserved, s.demanded, s.value) IS DISTINCT FROM (e.on_hand, e.reserved, e.demanded, e.value)
    UNION ALL SELECT 'documents of ' || s.product, to_jsonb(o)::text || to_jsonb(s)::text FROM stock s JOIN open o USING (product)
      WHERE s.reserved <> o.reserved OR s.demanded <> coalesce(o.demanded, 0) OR s.on_hand <> ${stockEach} - o.sold
    UNION ALL SELECT 'bounds of ' || s.product, to_jsonb(s)::text FROM stock s WHERE NOT (on_hand BETWEEN 0 AND ${stockEach} AND reserved BETWEEN 0 AND on_hand AND value = 2 * on_hand)
    UNION ALL SELECT 'line ' || l.id, to_jsonb(l)::text FROM lines l
      WHERE l.delivered <> l.sold OR l.open <> l.quantity - l.sold OR l.reserved < 0 OR l.reserved > CASE WHEN l.state = 'confirmed' THEN l.open ELSE 0 END
    UNION ALL SELECT 'order ' || o.id, to_jsonb(o)::text FROM sales_order o JOIN (SELECT parent_id, sum(open - reserved) AS short FROM lines GROUP BY parent_id) l ON l.parent_id = o.id
      WHERE o.short <> CASE WHEN o.state = 'confirmed' THEN l.short ELSE 0 END
    UNION ALL SELECT 'lines', count(*)::text FROM lines HAVING count(*) <> ${orders * linesEach})
  SELECT * FROM found`;
}

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
let made = 0;

beforeAll(async () => {
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  const currencies: readonly { readonly code: string; readonly id: string }[] = (await admin.get('/api/base/currencies')).json;
  for (const { code, id } of currencies) ids[code] = id;
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  await admin.patch(`/api/base/companies/${ids.company}`, { name: 'Trà Sen', currency: ids.VND });
  ids.unit = await admin.make('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  ids.warehouse = await admin.make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  await admin.make('base/exchange-rates', { currency: ids.USD, against: ids.VND, rate: '25400', validFrom: '2026-01-01' });
});
afterAll(() => app.close());

const run = (path: string, action: string, body: unknown = {}): Promise<Answer> => admin.post(`/api/${path}/actions/${action}`, body);
const read = async (path: string) => (await admin.get(`/api/${path}`)).json;
const listed = (path: string, filter: object) => read(`${path}?filter=${encodeURIComponent(JSON.stringify(filter))}`);

/** Makes the purchase order of a proposal, and reads it. */
async function order(proposal: string) {
  const answer = await run(`purchasing/proposals/${proposal}`, 'order');
  if (answer.status !== 200) throw new Error(answer.text);
  return read(`purchasing/orders/${answer.json.purchaseOrder}`);
}

async function goods(): Promise<string> {
  made += 1;
  return admin.make('catalog/products', { name: `Leaves ${made}`, price: '10', unit: ids.unit });
}

const supplier = (name: string): Promise<string> => admin.make('base/parties', { name, isCustomer: false, isSupplier: true });
const offer = (body: object): Promise<string> => admin.make('purchasing/supplier-prices', { company: ids.company, ...body });
const proposed = (body: object): Promise<string> =>
  admin.make('purchasing/proposals', { company: ids.company, warehouse: ids.warehouse, quantity: 10, ...body });

test('what is offered in dollars alone is ordered in dollars, at the rate of the day, in the draft that is in dollars', async () => {
  const assam = await supplier('Assam Ltd');
  const [black, green, plain] = [await goods(), await goods(), await goods()];
  await offer({ product: black, supplier: assam, currency: ids.USD, price: '4.63' });
  await offer({ product: black, supplier: assam, currency: ids.USD, price: '4', minimumQuantity: 100 });
  await offer({ product: green, supplier: assam, currency: ids.USD, price: '2' });
  const first = await order(await proposed({ product: black, supplier: assam }));
  expect(first).toMatchObject({
    state: 'draft',
    currency: ids.USD,
    exchangeRate: '25400.0000000000',
    total: '46.30',
    companyTotal: '1176020.00',
    lines: [{ product: black, quantity: '10.000', unitPrice: '4.6300' }],
  });
  expect(await order(await proposed({ product: green, supplier: assam }))).toMatchObject({ id: first.id, total: '66.30', companyTotal: '1684020.00' });
  // Of what has no offer nothing says that it is paid in dollars.
  const other = await order(await proposed({ product: plain, supplier: assam }));
  expect(other).toMatchObject({ currency: ids.VND, exchangeRate: '1.0000000000', lines: [{ product: plain, unitPrice: null }] });
  expect(other.id).not.toBe(first.id);
  expect(await order(await proposed({ product: await goods(), supplier: assam }))).toMatchObject({ id: other.id });
});

test('an offer in the currency of the company goes before all others', async () => {
  const tea = await goods();
  const both = await supplier('Both Ltd');
  await offer({ product: tea, supplier: both, currency: ids.USD, price: '1', minimumQuantity: 5 });
  await offer({ product: tea, supplier: both, currency: ids.VND, price: '30000' });
  await offer({ product: tea, supplier: both, currency: ids.USD, price: '1.2' });
  const twice = { product: tea, supplier: both, currency: ids.USD, price: '2', company: ids.company };
  expect(await admin.post('/api/purchasing/supplier-prices', twice)).toMatchObject({ status: 422, json: { code: 'record.not-unique' } });
  expect(await order(await proposed({ product: tea, supplier: both }))).toMatchObject({ currency: ids.VND, lines: [{ unitPrice: '30000.0000' }] });
});

test('without a rate nothing is ordered, which is said with the currencies, the day and the company; the others are', async () => {
  const [tea, pot] = [await goods(), await goods()];
  const paris = await supplier('Paris SA');
  await offer({ product: tea, supplier: paris, currency: ids.EUR, price: '3' });
  await offer({ product: pot, supplier: paris, currency: ids.VND, price: '3000' });
  const [dear, plain] = [await proposed({ product: tea, supplier: paris }), await proposed({ product: pot, supplier: paris })];
  const refused = await run(`purchasing/proposals/${dear}`, 'order');
  expect(refused).toMatchObject({ status: 422, json: { errors: [{ code: 'exchange.no-rate' }] } });
  for (const word of ['EUR', 'VND', 'Trà Sen']) expect(refused.json.errors[0].message).toContain(word);
  expect(await read(`purchasing/proposals/${dear}`)).toMatchObject({ state: 'open', purchaseOrder: null });
  expect(await listed('purchasing/orders', { supplier: paris })).toEqual([]);
  const bulk = await admin.post('/api/purchasing/proposals/actions/order', { ids: [dear, plain] });
  expect(bulk.status).toBe(200);
  expect(await read(`purchasing/proposals/${dear}`)).toMatchObject({ state: 'open' });
  expect(await read(`purchasing/proposals/${plain}`)).toMatchObject({ state: 'ordered' });
  expect(await listed('purchasing/orders', { supplier: paris })).toMatchObject([{ currency: ids.VND }]);
  await admin.make('base/exchange-rates', { currency: ids.EUR, against: ids.VND, rate: '28000', validFrom: '2026-01-01' });
  expect(await order(dear)).toMatchObject({ currency: ids.EUR, total: '30.00', companyTotal: '840000.00' });
});

test('a buyer orders in dollars, who sees no rates', async () => {
  const tea = await goods();
  const delhi = await supplier('Delhi Ltd');
  await offer({ product: tea, supplier: delhi, currency: ids.USD, price: '3' });
  const [role] = await listed('core/roles', { code: 'purchasing.buyer' });
  const user = await admin.make('core/users', { name: 'Lan', email: 'lan@example.com', roles: [role.id], companies: [ids.company] });
  const buyer = admin.withKey((await admin.post('/api/core/api-keys', { name: 'Lan', actsAs: user })).json._secret);
  expect((await buyer.get('/api/base/exchange-rates')).status).toBeGreaterThanOrEqual(403);
  const done = await buyer.post(`/api/purchasing/proposals/${await proposed({ product: tea, supplier: delhi })}/actions/order`);
  expect(done.status).toBe(200);
  expect((await buyer.get(`/api/purchasing/orders/${done.json.purchaseOrder}`)).json).toMatchObject({
    currency: ids.USD,
    companyTotal: '762000.00',
    buyer: user,
  });
});

test('proposals in dollars that are ordered at once come together in one order', async () => {
  const shan = await supplier('Shan Ltd');
  const proposals: string[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const product = await goods();
    await offer({ product, supplier: shan, currency: turn % 2 === 0 ? ids.USD : ids.VND, price: '1' });
    proposals.push(await proposed({ product, supplier: shan }));
  }
  const answers = await Promise.all(proposals.map((id) => run(`purchasing/proposals/${id}`, 'order')));
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
  const orders: readonly { readonly id: string }[] = await listed('purchasing/orders', { supplier: shan });
  expect(orders).toHaveLength(2);
  for (const { id } of orders) expect((await read(`purchasing/orders/${id}`)).lines).toHaveLength(10);
});

test('each of two companies orders by its own offers, in its own currency where it can', async () => {
  const tea = await goods();
  const abroad = await admin.make('base/companies', { name: 'Sen Inc', currency: ids.USD });
  const warehouse = await admin.make('inventory/warehouses', { name: 'Harbour', code: 'H', company: abroad });
  const [shared, theirs] = [await supplier('Shared Ltd'), await supplier('Theirs Ltd')];
  await offer({ product: tea, supplier: theirs, currency: ids.VND, price: '9', isPreferred: true });
  await offer({ product: tea, supplier: shared, currency: ids.USD, price: '5' });
  await offer({ product: tea, supplier: shared, currency: ids.USD, price: '6', company: abroad });
  const [home, far] = [
    await order(await proposed({ product: tea, supplier: shared })),
    await order(await proposed({ product: tea, supplier: shared, company: abroad, warehouse })),
  ];
  expect(home).toMatchObject({ company: ids.company, currency: ids.USD, companyCurrency: ids.VND, exchangeRate: '25400.0000000000' });
  expect(home.lines).toMatchObject([{ unitPrice: '5.0000' }]);
  expect(far).toMatchObject({ company: abroad, currency: ids.USD, companyCurrency: ids.USD, exchangeRate: '1.0000000000' });
  expect(far.lines).toMatchObject([{ unitPrice: '6.0000' }]);

  const rule = await admin.make('inventory/reorder-rules', { product: tea, warehouse, level: 20 });
  expect(await run(`inventory/reorder-rules/${rule}`, 'check')).toMatchObject({ status: 200 });
  expect(await listed('purchasing/proposals', { rule })).toMatchObject([{ company: abroad, supplier: shared }]);
});

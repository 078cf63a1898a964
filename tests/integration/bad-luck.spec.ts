import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
let made = 0;

beforeAll(async () => {
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  ids.currency = await make('base/currencies', { code: 'XTS', name: 'Test money' });
  const [company] = (await admin.get('/api/base/companies')).json;
  ids.company = company.id;
  await admin.patch(`/api/base/companies/${company.id}`, { name: 'Trà Sen', currency: ids.currency });
  ids.unit = await make('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  ids.warehouse = await make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.second = await make('inventory/warehouses', { name: 'Second', code: 'S', company: ids.company });
  ids.customer = await make('base/parties', { name: 'Nguyễn Đường' });
});
afterAll(() => app.close());

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);

const act = (path: string, action: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  admin.post(`/api/${path}/actions/${action}`, body, headers);

/** A product of its own with so much of it in stock. */
async function goods(quantity = 0): Promise<string> {
  made += 1;
  const product = await make('catalog/products', { name: `Tea ${made}`, code: `T${made}`, price: '3', unit: ids.unit });
  if (quantity > 0) await done(act(`inventory/receipts/${await receipt([{ product, quantity, unitCost: '2' }])}`, 'post'));
  return product;
}

async function done(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status !== 200) throw new Error(answer.text);
  return answer;
}

const receipt = (lines: readonly unknown[]): Promise<string> => make('inventory/receipts', { warehouse: ids.warehouse, lines });
const order = (product: string, quantity: unknown): Promise<string> =>
  make('sales/orders', { customer: ids.customer, company: ids.company, warehouse: ids.warehouse, lines: [{ product, quantity }] });
const stock = async (product: string): Promise<Answer['json']> =>
  (await admin.get(`/api/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product, warehouse: ids.warehouse }))}`)).json[0];

/** A confirmed order with a delivery that was sent. */
async function delivered(product: string, quantity: number): Promise<{ readonly order: string; readonly delivery: string }> {
  const id = await order(product, quantity);
  await done(act(`sales/orders/${id}`, 'confirm'));
  const { json } = await done(act(`sales/orders/${id}`, 'deliver'));
  const delivery = String(json._created[0].id);
  await done(act(`sales/deliveries/${delivery}`, 'deliver'));
  return { order: id, delivery };
}

/** Everything that a refusal must leave as it is. */
async function books(): Promise<string> {
  const tables = ['inventory_move', 'inventory_stock', 'sales_fulfilment', 'sales_open_line', 'sales_order', 'sales_order_line', 'sales_delivery'];
  const parts = [...tables, 'inventory_receipt', 'trellis_chain', 'trellis_change', 'trellis_event'].map(
    (table) => `SELECT '${table}' AS what, count(*)::text || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS sum FROM ${table} t`,
  );
  return JSON.stringify(await rowsOf(app.databaseUrl, parts.join(' UNION ALL ')));
}

/** A problem with a code, in the caller's words, and never an error of ours. */
function demandProblem(answer: Answer, what: string, statuses: readonly number[] = [400, 403, 404, 405, 409, 412, 413, 422]): void {
  const told = `${what}: ${answer.status} ${answer.text.slice(0, 300)}`;
  expect([told, statuses.includes(answer.status), answer.headers.get('content-type')?.startsWith('application/problem+json')]).toEqual([told, true, true]);
  expect([told, answer.json.code]).toEqual([told, expect.stringMatching(/^[a-z-]+\.[\w-]+$/u)]);
  expect([told, answer.text]).toEqual([told, expect.not.stringMatching(/SELECT |INSERT |at \w+ \(|node_modules|syntax error|violates|numeric field/u)]);
  for (const { pointer, code, message } of answer.json.errors ?? [])
    expect([told, typeof pointer, typeof code, typeof message]).toEqual([told, 'string', 'string', 'string']);
}

/** The work is refused with this code, and nothing has moved. */
async function demandRefused(asked: () => Promise<Answer>, code: string | RegExp, detail?: RegExp): Promise<void> {
  const before = await books();
  const answer = await asked();
  demandProblem(answer, String(code));
  expect(answer.json.code).toMatch(code);
  if (detail !== undefined) expect(answer.json.detail).toMatch(detail);
  expect(await books()).toBe(before);
}

test('what the figures forbid is refused with product, warehouse and figures, and nothing is half-written', async () => {
  const tea = await goods(5);
  const short = await order(tea, 9);
  await done(act(`sales/orders/${short}`, 'confirm'));
  const { json } = await done(act(`sales/orders/${short}`, 'deliver'));
  const delivery = String(json._created[0].id);
  const name = `Tea ${made} · Main`;
  await demandRefused(() => act(`sales/deliveries/${delivery}`, 'deliver'), 'ledger.constraint', new RegExp(`not enough in stock.*${name}.*5.*-4`, 'u'));
  // Who sees no stock is told that it is not enough, and not how much there is.
  const role = await make('core/roles', { name: 'Sender', grants: [{ entity: 'sales.delivery', canRead: true, actions: '*' }] });
  const sender = await make('core/users', { name: 'Sender', email: 'sender@example.com', roles: [role] });
  const sending = admin.withKey((await admin.post('/api/core/api-keys', { name: 'sender', actsAs: sender })).json._secret);
  const refused = await sending.post(`/api/sales/deliveries/${delivery}/actions/deliver`);
  expect([refused.json.code, /not enough in stock/u.test(refused.json.detail), /5|-4/u.test(refused.json.detail)]).toEqual(['ledger.constraint', true, false]);
  const [line] = (await admin.get(`/api/sales/deliveries/${delivery}`)).json.lines;
  await demandRefused(() => admin.patch(`/api/sales/deliveries/${delivery}`, { lines: [{ id: line.id, quantity: '9.001' }] }), 'conversion.too-much');

  const other = await goods(2);
  const sent = await delivered(other, 2);
  await demandRefused(() => act(`sales/orders/${sent.order}`, 'cancel'), 'record.guard', /Part of the order is delivered/u);
  await demandRefused(() => act(`sales/deliveries/${sent.delivery}`, 'deliver'), 'record.wrong-state');
});

test.each(['confirm', 'return', 'cancel'])('%s at once from ten sides is done once', async (action) => {
  const tea = await goods(4);
  const sent = action === 'return' ? await delivered(tea, 3) : null;
  const id = sent?.delivery ?? (action === 'confirm' ? await order(tea, 3) : await receipt([{ product: tea, quantity: 6, unitCost: '2' }]));
  const path = sent !== null ? `sales/deliveries/${id}` : action === 'confirm' ? `sales/orders/${id}` : `inventory/receipts/${id}`;
  if (action === 'cancel') await done(act(path, 'post'));
  const answers = await Promise.all(Array.from({ length: 10 }, () => act(path, action)));
  expect(answers.map(({ status, json }) => json.code ?? status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 'record.wrong-state')].sort());
  expect(await stock(tea)).toMatchObject(
    { confirm: { onHand: '4.000', reserved: '3.000', demanded: '3.000' }, return: { onHand: '4.000', reserved: '3.000' }, cancel: { onHand: '4.000' } }[
      action
    ] ?? {},
  );
});

test('twenty identical requests with one key are one action, and all hear the same', async () => {
  const tea = await goods(4);
  const id = await order(tea, 3);
  const key = { 'idempotency-key': `confirm-${id}` };
  const answers = await Promise.all(Array.from({ length: 20 }, () => act(`sales/orders/${id}`, 'confirm', {}, key)));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 200, json: { state: 'confirmed' } });
  expect(await stock(tea)).toMatchObject({ reserved: '3.000', demanded: '3.000' });
  await demandRefused(() => act(`sales/orders/${id}`, 'cancel', {}, key), 'record.idempotency-conflict');
  await demandRefused(() => act(`sales/orders/${id}`, 'confirm', { postingDate: '2026-01-02' }, key), 'record.idempotency-conflict');
});

const quantities = [
  0,
  -1,
  '-0.001',
  '1'.repeat(25),
  '9'.repeat(20),
  1e308,
  'NaN',
  'Infinity',
  'many',
  '',
  null,
  '1.0001',
  '0x10',
  '1e3',
  true,
  [],
  {},
  'a\u0000b',
  '🍵',
  '１２',
];

test.each([
  ['sales/orders', 'quantity'],
  ['inventory/receipts', 'quantity'],
  ['inventory/transfers', 'quantity'],
  ['inventory/adjustments', 'counted'],
  ['inventory/deliveries', 'quantity'],
] as const)('nonsense as a quantity in %s is refused at its place', async (path, field) => {
  const product = await goods();
  const heads = {
    'sales/orders': { customer: ids.customer, company: ids.company, warehouse: ids.warehouse },
    'inventory/transfers': { fromWarehouse: ids.warehouse, toWarehouse: ids.second },
  };
  const own = new Map<string, object>(Object.entries(heads)).get(path) ?? { warehouse: ids.warehouse };
  for (const quantity of quantities) {
    const answer = await admin.post(`/api/${path}`, { ...own, lines: [{ product, [field]: quantity }] });
    const told = `${path} ${JSON.stringify(quantity)}: ${answer.status} ${answer.text.slice(0, 200)}`;
    if (answer.status === 201) {
      // What can be read as a number that fits is a number; a count may be nothing.
      expect([told, typeof quantity === 'string' || field === 'counted']).toEqual([told, true]);
      continue;
    }
    demandProblem(answer, told, [422]);
    expect([told, answer.json.errors[0].pointer]).toEqual([told, expect.stringMatching(new RegExp(`^/lines/0/(?:${field}|amount|netExact|taxAmount)`, 'u'))]);
  }
});

test('figures too large for a ledger are refused, not broken', async () => {
  const product = await goods();
  const huge = '9'.repeat(19);
  for (const lines of [
    [{ product, quantity: huge, unitCost: '9'.repeat(15) }],
    [
      { product, quantity: '9'.repeat(20), unitCost: '0' },
      { product, quantity: '9'.repeat(20), unitCost: '0' },
    ],
  ]) {
    const made = await admin.post('/api/inventory/receipts', { warehouse: ids.warehouse, lines });
    if (made.status !== 201) demandProblem(made, 'huge', [422]);
    else await demandRefused(() => act(`inventory/receipts/${made.json.id}`, 'post'), /^ledger\.too-large$/u, /Tea/u);
  }
});

test('dates that are none are refused at their place; far ones are dates', async () => {
  const product = await goods();
  const id = await receipt([{ product, quantity: 1 }]);
  for (const postingDate of [
    'x',
    '',
    null,
    '2026-02-30',
    '0000-01-01',
    '10000-01-01',
    '26-1-1',
    '2026-01-01T00:00:00Z',
    20260101,
    true,
    [],
    {},
    '🍵',
    'a\u0000b',
    '-infinity',
  ]) {
    const before = await books();
    const answer = await act(`inventory/receipts/${id}`, 'post', { postingDate });
    demandProblem(answer, `date ${JSON.stringify(postingDate)}`, [422]);
    expect(answer.json.errors).toMatchObject([{ pointer: '/postingDate' }]);
    expect(await books()).toBe(before);
  }
  for (const postingDate of ['1990-01-01', '2100-12-31']) {
    const far = await receipt([{ product, quantity: 1 }]);
    expect(await act(`inventory/receipts/${far}`, 'post', { postingDate })).toMatchObject({ status: 200, json: { postedOn: postingDate } });
    expect((await admin.get(`/api/inventory/stock?asOf=${postingDate}&filter=${encodeURIComponent(JSON.stringify({ product }))}`)).json[0].onHand).toBe(
      postingDate === '1990-01-01' ? '1.000' : '2.000',
    );
  }
});

test('documents without sense are refused with what to do', async () => {
  const product = await goods(1);
  const empty = await make('inventory/receipts', { warehouse: ids.warehouse });
  await demandRefused(() => act(`inventory/receipts/${empty}`, 'post'), 'record.guard', /line/u);
  const same = await make('inventory/transfers', { fromWarehouse: ids.warehouse, toWarehouse: ids.warehouse, lines: [{ product, quantity: 1 }] });
  await demandRefused(() => act(`inventory/transfers/${same}`, 'post'), 'record.guard', /must differ/u);
  const lines = Array.from({ length: 10_000 }, () => ({ product, quantity: 1 }));
  const long = await admin.post('/api/sales/orders', { customer: ids.customer, company: ids.company, lines });
  demandProblem(long, 'long', [422]);
  expect(long.json.errors).toMatchObject([{ pointer: '/lines', message: expect.stringMatching(/500.*10000/u) }]);

  demandProblem(await admin.post('/api/catalog/products', { name: 'Bare', unit: null }), 'without a unit', [422]);
  const missing = await admin.post('/api/inventory/receipts', { warehouse: ids.warehouse, lines: [{ product: ids.customer, quantity: 1 }, { quantity: 1 }] });
  expect(missing.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(expect.arrayContaining(['/lines/0/product', '/lines/1/product']));
});

test('the input of an action is held against what it asks', async () => {
  const id = await order(await goods(1), 1);
  const path = `sales/orders/${id}`;
  for (const [body, status] of [
    [{ note: 1 }, 422],
    [{ postingdate: '2026-01-01' }, 422],
    ['{"__proto__":{"postingDate":"2026-01-01"}}', 400],
    ['{"constructor":1}', 422],
    [{ 'a\u0000b': 1 }, 422],
    [{ '🍵': '🍵' }, 422],
    ['[]', 400],
    ['"text"', 400],
    ['{', 400],
    [{ version: 'x' }, 422],
  ] as const) {
    const before = await books();
    demandProblem(await act(path, 'confirm', body), JSON.stringify(body), [status]);
    expect(await books()).toBe(before);
  }
  await demandRefused(() => act(path, 'confirm', {}, { 'if-match': '"7"' }), 'record.stale');
  await demandRefused(() => act(path, 'confirm', { version: 7 }), 'record.stale');
  for (const name of ['vanish', '__proto__', 'constructor', 'toString', '%00', '🍵', 'x'.repeat(300)]) {
    const answer = await act(path, encodeURIComponent(name).replace('%2500', '%00'));
    demandProblem(answer, name, [400, 404, 414]);
  }
  await demandRefused(() => act('sales/orders/not-an-id', 'confirm'), 'record.not-found');
});

test('several at once: each on its own, in the order asked', async () => {
  const tea = await goods(1);
  const good = await order(tea, 1);
  const bad = await make('sales/orders', { customer: ids.customer, company: ids.company, warehouse: ids.warehouse });
  const gone = '01a20a84-b95b-7553-949e-561340c99766';
  const answer = await admin.post('/api/sales/orders/actions/confirm', { ids: [bad, good, gone] });
  expect(answer).toMatchObject({
    status: 200,
    json: [
      { id: bad, ok: false, problem: { status: 409, code: 'record.guard' } },
      { id: good, ok: true },
      { id: gone, ok: false, problem: { status: 404 } },
    ],
  });
  expect(await stock(tea)).toMatchObject({ reserved: '1.000' });
  for (const body of [{ ids: [] }, { ids: 'x' }, { ids: ['x'] }, {}, { ids: Array.from({ length: 201 }, () => good) }])
    await demandRefused(() => admin.post('/api/sales/orders/actions/confirm', body), /^record\.ids$/u);
  const twice = await admin.post('/api/sales/orders/actions/confirm', { ids: [good], note: 'x' });
  expect(twice.json).toMatchObject([{ ok: false, problem: { status: 422, errors: [{ pointer: '/note' }] } }]);
});

test('nobody writes ledgers and balances, by no verb and no path', async () => {
  const product = await goods(1);
  const { id } = await stock(product);
  const [{ id: entry }] = (await admin.get('/api/inventory/moves')).json;
  for (const [path, one] of [
    ['inventory/stock', id],
    ['inventory/moves', entry],
    ['sales/fulfilments', id],
    ['sales/open-lines', id],
  ]) {
    const body = { product, warehouse: ids.warehouse, onHand: 5 };
    const before = await books();
    for (const [verb, at, content] of [
      ['POST', path, body],
      ['PUT', `${path}/${one}`, body],
      ['PATCH', `${path}/${one}`, body],
      ['DELETE', `${path}/${one}`, undefined],
      ['POST', `${path}/${one}/actions/post`, {}],
      ['POST', `${path}/actions/post`, { ids: [one] }],
      ['POST', `${path}/import`, { csv: 'onHand\n5', map: {} }],
      ['PUT', path, body],
      ['PATCH', path, body],
      ['DELETE', path, undefined],
    ] as const)
      demandProblem(await admin.send(verb, `/api/${at}`, content), `${verb} ${at}`, [400, 403, 404, 405, 422]);
    expect(await books()).toBe(before);
  }
  const { paths } = (await admin.get('/api/openapi.json')).json;
  for (const path of ['/api/inventory/stock', '/api/inventory/moves', '/api/inventory/stock/{id}'])
    expect(Object.keys(paths[path] ?? paths[path.replace('/api', '')]).filter((verb) => ['post', 'put', 'patch', 'delete'].includes(verb))).toEqual([]);
});

test.each(['inventory/stock', 'inventory/moves', 'sales/open-lines', 'sales/fulfilments'])(
  '%s can be filtered, sorted, grouped, summed, expanded and exported by all fields',
  async (path) => {
    await delivered(await goods(3), 2);
    const { entities } = (await admin.get('/api/meta')).json;
    const entity = entities.find((one: { path: string }) => one.path.endsWith(path));
    const [row] = (await admin.get(`/api/${path}?range=[0,0]`)).json;
    const days = entity.fields.some((one: { name: string }) => one.name === 'postingDate') ? [''] : ['', '&asOf=2026-06-01', '&asOf=9999-12-31'];
    for (const { name } of entity.fields) {
      const content = row[name] ?? null;
      for (const day of days) {
        const filter = encodeURIComponent(JSON.stringify({ [name]: content, [`${name}_isNull`]: content === null }));
        for (const query of [
          `?filter=${filter}`,
          `?sort=["${name}","DESC"]`,
          `?fields=${name}`,
          `?expand=${name}`,
          `/aggregate?group=${name}&measures=count`,
          `/aggregate?measures=sum(${name})`,
        ]) {
          const answer = await admin.get(`/api/${path}${query}${day}`);
          if (answer.status !== 200) demandProblem(answer, `${path}${query}${day}`, [400]);
          if (query.startsWith('?filter')) expect([`${path}${query}${day}`, answer.status]).toEqual([`${path}${query}${day}`, 200]);
        }
      }
      expect((await admin.get(`/api/${path}/export?format=csv&filter=${encodeURIComponent(JSON.stringify({ [name]: content }))}`)).status).toBe(200);
    }
  },
);

test.each(['tomorrow', '2026-02-30', '0000-01-01', '2026-01-01T00:00:00Z', '[]', "'; --", '%00', '🍵'])('asOf=%s is refused', async (day) => {
  for (const path of ['', '/aggregate', '/export', '/01a20a84-b95b-7553-949e-561340c99766']) {
    const measures = path === '/aggregate' ? '&measures=count' : '';
    const answer = await admin.get(`/api/inventory/stock${path}?asOf=${day === '%00' ? day : encodeURIComponent(day)}${measures}`);
    demandProblem(answer, `${path} ${day}`, [400, 404]);
  }
  const elsewhere = await admin.get('/api/sales/orders?asOf=2026-01-01');
  demandProblem(elsewhere, 'asOf of orders', [400]);
});

test('without the right nothing happens, and no word is said of what may not be seen', async () => {
  const tea = await goods(5);
  const own = await order(tea, 1);
  const sent = await delivered(tea, 1);
  const roles = (await admin.get('/api/core/roles?range=[0,99]')).json;
  for (const role of ['inventory.keeper', 'base.staff', null]) {
    made += 1;
    const held = roles.filter((one: { code: string | null }) => role !== null && one.code === role).map((one: { id: string }) => one.id);
    const user = await make('core/users', { name: `U${made}`, email: `u${made}@example.com`, roles: held });
    const client = admin.withKey((await admin.post('/api/core/api-keys', { name: `k${made}`, actsAs: user })).json._secret);
    const before = await books();
    for (const path of [
      `sales/orders/${own}/actions/confirm`,
      `sales/orders/${sent.order}/actions/cancel`,
      `sales/deliveries/${sent.delivery}/actions/return`,
      'sales/orders/actions/confirm',
    ])
      demandProblem(
        await client.post(`/api/${path}`, path.includes(own) || path.includes(sent.order) || path.includes(sent.delivery) ? {} : { ids: [own] }),
        `${role} ${path}`,
        [403, 404],
      );
    expect(await books()).toBe(before);
  }
});

// What events, rollups and postings cost: records that somebody listens to beside records that nobody does, children that their parent sums up beside children that
// it does not, and the confirmation of an order beside hand-written SQL.
// node bench/documents.mjs [--rounds 5 --orders 60 --connections 10]
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import startTestCluster from '../tests/support/global-setup.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, orders: { type: 'string', default: '60' }, connections: { type: 'string', default: '10' } },
});
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const administrator = { email: 'admin@example.com', password: 'correct horse battery' };
const linesEach = 3;
const rounds = Number(options.rounds);
const count = Number(options.orders);

await startTestCluster();
const data = await mkdtemp(join(tmpdir(), 'trellis-bench-'));
const children = [];
try {
  const cluster = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await cluster.connect();
  await cluster.query("CREATE ROLE bench LOGIN PASSWORD 'bench'");
  await cluster.query('CREATE DATABASE bench OWNER bench');
  await cluster.end();
  const databaseUrl = new URL(process.env.TEST_POSTGRES_URL);
  Object.assign(databaseUrl, { username: 'bench', password: 'bench', pathname: '/bench' });
  const trellis = await start(['--enable-source-maps', 'dist/main.js'], {
    PORT: String(20000 + Math.floor(Math.random() * 20000)),
    DATABASE_URL: databaseUrl.href,
    TRELLIS_DATA_DIR: data,
    TRELLIS_PLUGINS: 'bench/plugins',
    // Events are written and nobody follows them meanwhile.
    TRELLIS_ROLE: 'web',
    TRELLIS_ADMIN_EMAIL: administrator.email,
    TRELLIS_ADMIN_PASSWORD: administrator.password,
    LOG_LEVEL: 'warn',
  });
  const bare = await start(['bench/bare-orders.mjs'], { DATABASE_URL: databaseUrl.href });
  const database = new pg.Client({ connectionString: databaseUrl.href });
  await database.connect();
  const call = await signedIn(trellis);
  console.table({ ...(await events(call, database)), ...(await rollups(call)), ...(await confirmations(call, bare, database)) });
  await database.end();
} finally {
  for (const child of children) child.kill('SIGTERM');
  await globalThis.stopTestCluster();
  await rm(data, { recursive: true, force: true });
}

/** Records of the same shape: somebody listens to causes, nobody to effects. */
async function events(call, database) {
  const make = (plural) => () => call('POST', `/api/bench-flow/${plural}`, { name: 'quiet' });
  const works = Array.from({ length: count * 4 });
  const told = await compare('create with event / without', { with: () => timed(works, make('causes')), without: () => timed(works, make('effects')) }, [
    'with',
    'without',
  ]);
  const { rows } = await database.query("SELECT entity, count(*) FROM trellis_event WHERE entity LIKE 'bench-flow.%' GROUP BY entity");
  if (rows.length !== 1 || rows[0].entity !== 'bench-flow.cause') throw new Error(`events: ${JSON.stringify(rows)}`);
  return told;
}

/** Children of the same shape, of parents of their own or all of one: some are summed up by their parent, in the same transaction. */
async function rollups(call) {
  const baskets = [];
  for (let index = 0; index < 200; index += 1) baskets.push((await call('POST', '/api/bench-flow/baskets', { name: `Basket ${index}` })).id);
  const works = Array.from({ length: count * 4 }, (_, index) => index);
  const make = (plural, parents) => (index) => call('POST', `/api/bench-flow/${plural}`, { name: 'child', basket: baskets[index % parents], pieces: '1' });
  const subject = (plural, parents) => () => timed(works, make(plural, parents));
  const told = {};
  for (const [name, parents] of Object.entries({ '200 parents': 200, 'one parent': 1 })) {
    const subjects = { summed: subject('summed', parents), unsummed: subject('unsummed', parents) };
    Object.assign(told, await compare(`create a child with rollup / without, ${name}`, subjects, ['summed', 'unsummed']));
  }
  const [hot] = await call('GET', `/api/bench-flow/baskets?filter=${encodeURIComponent(JSON.stringify({ id: baskets[0] }))}`);
  if (Number(hot.pieces) <= count) throw new Error(`nothing was summed up: ${JSON.stringify(hot)}`);
  return told;
}

/** Drafts of the same order are confirmed, one half through Trellis, the other through the bare server. */
async function confirmations(call, bare, database) {
  const template = await business(call);
  const copy = await copier(database, template);
  const confirm = {
    trellis: (id) => call('POST', `/api/sales/orders/${id}/actions/confirm`, {}),
    bare: async (id) => demandOk(await fetch(`${bare}/orders/${id}/confirm`, { method: 'POST' })),
  };
  const subject = (name) => async () => timed(await copy(count), confirm[name]);
  return compare(`confirm an order of ${linesEach} lines / by hand`, { trellis: subject('trellis'), bare: subject('bare') }, ['trellis', 'bare']);
}

/** Both in turn, so that what else the machine does falls on both. */
async function compare(name, subjects, [one, other]) {
  const rates = { [one]: [], [other]: [] };
  for (let round = -1; round < rounds; round += 1)
    for (const subject of round % 2 === 0 ? [one, other] : [other, one]) {
      const rate = await subjects[subject]();
      if (round >= 0) rates[subject].push(rate);
    }
  const ratios = rates[one].map((rate, round) => rate / rates[other][round]);
  return { [name]: { 'each/s': Math.round(median(rates[one])), 'of/s': Math.round(median(rates[other])), ratio: median(ratios).toFixed(2) } };
}

/** Works done a second, so many at a time. */
async function timed(works, work) {
  const open = [...works];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: Number(options.connections) }, async () => {
      while (open.length > 0) await work(open.pop());
    }),
  );
  return works.length / ((performance.now() - began) / 1000);
}

/** A draft of an order with goods that are there in plenty; gives its id. */
async function business(call) {
  const make = async (path, body) => (await call('POST', `/api/${path}`, body)).id;
  const [company] = await call('GET', '/api/base/companies');
  const currency = await make('base/currencies', { code: 'XTS', name: 'Test money' });
  await call('PATCH', `/api/base/companies/${company.id}`, { currency });
  const unit = await make('base/units', { code: 'bx', name: 'Box' });
  await make('inventory/warehouses', { name: 'Main', code: 'M', company: company.id });
  const customer = await make('base/parties', { name: 'Customer' });
  const goods = [];
  for (let index = 0; index < 60; index += 1) goods.push(await make('catalog/products', { name: `Tea ${index}`, price: '3', unit }));
  const receipt = await make('inventory/receipts', { lines: goods.map((product) => ({ product, quantity: 1_000_000, unitCost: '2' })) });
  await call('POST', `/api/inventory/receipts/${receipt}/actions/post`, {});
  const lines = goods.slice(0, linesEach).map((product) => ({ product, quantity: 2 }));
  return make('sales/orders', { customer, company: company.id, lines });
}

/** Copies a draft with SQL, each time of other products, since making orders is not what is measured. */
async function copier(database, template) {
  const columnsOf = async (table) => {
    const { rows } = await database.query("SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'", [table]);
    return rows.map((row) => row.column_name);
  };
  const copyOf = async (table, changes) => {
    const columns = await columnsOf(table);
    const picked = columns.map((column) => changes[column] ?? `t."${column}"`);
    return `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join(', ')}) SELECT ${picked.join(', ')} FROM ${table} t`;
  };
  const order = `${await copyOf('sales_order', { id: 'gen_random_uuid()', number: "'B-' || gen_random_uuid()" })}, generate_series(1, $2::int) WHERE t.id = $1 RETURNING id`;
  const product = '(SELECT p.id FROM catalog_product p WHERE o.id IS NOT NULL ORDER BY random() LIMIT 1)';
  const line = `${await copyOf('sales_order_line', { id: 'gen_random_uuid()', parent_id: 'o.id', product })}, unnest($2::uuid[]) AS o(id) WHERE t.parent_id = $1`;
  return async (wanted) => {
    const ids = (await database.query(order, [template, wanted])).rows.map((row) => row.id);
    await database.query(line, [template, ids]);
    return ids;
  };
}

async function signedIn(url) {
  const answer = await fetch(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(administrator) });
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  return async (method, path, body) => {
    const headers = { cookie, ...(body && { 'content-type': 'application/json' }) };
    return demandOk(await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
  };
}

async function demandOk(answer) {
  if (answer.status >= 300) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A program of ours; gives its address once it says it. */
function start(args, env) {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      const found = /http:\/\/[\d.]+:\d+/u.exec(text);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`${args.at(-1)} ended with ${code}\n${text}`)));
  });
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

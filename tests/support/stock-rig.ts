import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Answer } from './client.js';
import { administrator } from './test-app.js';
import { createTestDatabase } from './test-database.js';
import { TrellisProcess } from './trellis-process.js';

/** An answer of one of the servers. */
export type Reply = Pick<Answer, 'status' | 'json'>;

/** Several server processes over one database with a company, a warehouse and a customer in it. */
export interface StockRig {
  readonly databaseUrl: string;
  readonly ids: Readonly<Record<'company' | 'warehouse' | 'customer' | 'unit', string>>;
  /** Asks one of the servers, in turn. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Makes a record and gives its id. */
  make(path: string, body: unknown): Promise<string>;
  /** A product of which so many are in stock, at 2 each. */
  goods(name: string, quantity: number): Promise<string>;
  /** What the servers wrote into their logs. */
  logs(): string;
  close(): Promise<void>;
}

/** Starts the built server so many times. */
export async function startStockRig(servers: number): Promise<StockRig> {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'trellis-rig-'));
  const running: TrellisProcess[] = [];
  for (let index = 0; index < servers; index += 1) {
    const trellis = await TrellisProcess.start({
      DATABASE_URL: database.url,
      TRELLIS_DATA_DIR: join(folder, String(index)),
      TRELLIS_ROLE: 'web',
      TRELLIS_ADMIN_EMAIL: administrator.email,
      TRELLIS_ADMIN_PASSWORD: administrator.password,
      LOG_LEVEL: 'warn',
    });
    running.push(trellis);
    await trellis.ready();
  }
  const urls = running.map(({ url }) => url);
  const cookie = await sessionOf(urls[0] ?? '');
  let turn = 0;
  const ask: StockRig['ask'] = async (method, path, body, headers = {}) => {
    turn += 1;
    const answer = await fetch(`${urls[turn % urls.length]}/api/${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: await answer.json() };
  };
  const make: StockRig['make'] = async (path, body) => {
    const { status, json } = await ask('POST', path, body);
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
    return json.id;
  };
  const ids = await seed(ask, make);
  return {
    databaseUrl: database.url,
    ids,
    ask,
    make,
    goods: async (name, quantity) => {
      const product = await make('catalog/products', { name, price: '3', unit: ids.unit });
      const receipt = await make('inventory/receipts', { warehouse: ids.warehouse, lines: [{ product, quantity, unitCost: '2' }] });
      const posted = await ask('POST', `inventory/receipts/${receipt}/actions/post`, { postingDate: '2026-01-05' });
      if (posted.status !== 200) throw new Error(JSON.stringify(posted));
      return product;
    },
    logs: () => running.map(({ output }) => output).join(''),
    close: async () => {
      await Promise.all(running.map((trellis) => trellis.stop()));
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function seed(ask: StockRig['ask'], make: StockRig['make']): Promise<StockRig['ids']> {
  const currency = await make('base/currencies', { code: 'XTS', name: 'Test money' });
  const company: string = (await ask('GET', 'base/companies')).json[0].id;
  await ask('PATCH', `base/companies/${company}`, { name: 'Trà Sen', currency });
  const unit = await make('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  const warehouse = await make('inventory/warehouses', { name: 'Main', code: 'M', company });
  return { company, unit, warehouse, customer: await make('base/parties', { name: 'Nguyễn Đường' }) };
}

/** The cookie of a session of the administrator; it is good at every server. */
async function sessionOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  });
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

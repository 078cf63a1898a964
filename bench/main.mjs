// Trellis beside bare Fastify + pg with hand-written SQL: the same work, the same database, interleaved rounds, told as ratios.
// npm run bench [-- --only requests|runs --rows 200000 --rounds 5 --seconds 2]
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import pg from 'pg';
import startTestCluster from '../tests/support/global-setup.mjs';
import { benchRuns, hasRedis } from './runs.mjs';
import { scenarios } from './scenarios.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '30' },
    only: { type: 'string', default: '' },
  },
});
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const administrator = { email: 'admin@example.com', password: 'correct horse battery' };

await startTestCluster();
const data = await mkdtemp(join(tmpdir(), 'trellis-bench-'));
const children = [];
try {
  await onCluster("CREATE ROLE bench LOGIN PASSWORD 'bench'");
  if (options.only !== 'runs') await compareRequests(await freshDatabase('bench'));
  if (options.only !== 'requests') await compareRuns();
} finally {
  for (const child of children) child.kill('SIGTERM');
  await globalThis.stopTestCluster();
  await rm(data, { recursive: true, force: true });
}

async function onCluster(statement) {
  const cluster = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await cluster.connect();
  await cluster.query(statement).finally(() => cluster.end());
}

async function freshDatabase(name) {
  await onCluster(`CREATE DATABASE ${name} OWNER bench`);
  const url = new URL(process.env.TEST_POSTGRES_URL);
  return Object.assign(url, { username: 'bench', password: 'bench', pathname: `/${name}` }).href;
}

function startTrellis(env) {
  return start(['--enable-source-maps', 'dist/main.js'], /http:\/\/[\d.]+:\d+/u, {
    PORT: String(20000 + Math.floor(Math.random() * 20000)),
    TRELLIS_DATA_DIR: data,
    TRELLIS_PLUGINS: 'bench/plugins',
    TRELLIS_ADMIN_EMAIL: administrator.email,
    TRELLIS_ADMIN_PASSWORD: administrator.password,
    LOG_LEVEL: 'warn',
    ...env,
  });
}

async function compareRequests(databaseUrl) {
  const trellis = await startTrellis({ DATABASE_URL: databaseUrl });
  const bare = await start(['bench/bare.mjs'], /http:\/\/[\d.]+:\d+/u, { DATABASE_URL: databaseUrl });
  const callers = await people(trellis.url);
  const ids = await seed(databaseUrl, callers.seller.id);
  const rows = [];
  for (const scenario of scenarios(ids, callers.seller.id)) rows.push(await compare(scenario, trellis.url, bare.url, callers));
  console.table(Object.fromEntries(rows));
  console.log(
    `rss MB: trellis ${trellis.rss()}, bare ${bare.rss()}; ${options.rows} rows, ${options.connections} connections, medians of ${options.rounds} rounds`,
  );
}

async function compareRuns() {
  const rows = {};
  for (const carrier of hasRedis ? ['postgres', 'redis'] : ['postgres']) {
    const databaseUrl = await freshDatabase(`runs_${carrier}`);
    const redisUrl = carrier === 'redis' ? await startRedis() : undefined;
    const worker = await startTrellis({ DATABASE_URL: databaseUrl, TRELLIS_ROLE: 'worker', ...(redisUrl && { REDIS_URL: redisUrl }) });
    rows[carrier] = await benchRuns({ databaseUrl, redisUrl, rounds: Number(options.rounds) });
    worker.stop();
  }
  console.table(rows);
  if (!hasRedis) console.log('redis-server is not here, so only the carrier in the database was measured');
}

/** Keeps nothing; ends with the bench. */
async function startRedis() {
  const port = 40000 + Math.floor(Math.random() * 10000);
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.on('data', (piece) => String(piece).includes('Ready to accept') && resolve()));
  return `redis://127.0.0.1:${port}`;
}

async function start(args, ready, env) {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const url = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      const found = ready.exec(text);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`${args.at(-1)} ended with ${code}\n${text}`)));
  });
  const { readFileSync } = await import('node:fs');
  const rss = () => Math.round(Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  return { url, rss, stop: () => child.kill('SIGTERM') };
}

async function people(url) {
  const signIn = async (email, password) => {
    const answer = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    return answer.headers.get('set-cookie').split(';')[0];
  };
  const admin = await signIn(administrator.email, administrator.password);
  const call = async (cookie, method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const [role] = await call(admin, 'GET', `/api/core/roles?filter=${encodeURIComponent('{"code":"bench.seller"}')}`);
  const user = await call(admin, 'POST', '/api/core/users', { name: 'Seller', email: 'seller@example.com', roles: [role.id] });
  const { password } = await call(admin, 'POST', `/api/auth/users/${user.id}/password`, {});
  const first = await signIn('seller@example.com', password);
  await call(first, 'POST', '/api/auth/password', { current: password, password: 'another good one' });
  return { administrator: { cookie: admin }, seller: { id: user.id, cookie: await signIn('seller@example.com', 'another good one') } };
}

/** Half of the deals are the seller's, so that the rule matters. Returns ids of the seller's deals. */
async function seed(url, seller) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO bench_deal (id, name, status, amount, due_date, owner, created_at, created_by, updated_at, updated_by, version)
     SELECT gen_random_uuid(), 'Deal ' || n, (ARRAY['open','won','lost'])[1 + n % 3], (n % 1000) + 0.5, date '2026-01-01' + n % 1000, CASE WHEN n % 2 = 0 THEN $2::uuid END, now(), $2::uuid, now(), $2::uuid, 1
     FROM generate_series(1, $1::integer) n`,
    [options.rows, seller],
  );
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query('SELECT id::text FROM bench_deal WHERE owner = $1 LIMIT 5000', [seller]);
  await client.end();
  return rows.map((row) => row.id);
}

async function compare({ name, trellis, bare }, trellisUrl, bareUrl, callers) {
  const subjects = {
    administrator: [trellisUrl, trellis, callers.administrator.cookie],
    seller: [trellisUrl, trellis, callers.seller.cookie],
    bare: [bareUrl, bare, ''],
  };
  const rates = { administrator: [], seller: [], bare: [] };
  for (let round = -1; round < Number(options.rounds); round += 1) {
    for (const [subject, [url, request, cookie]] of Object.entries(subjects)) {
      const rate = await load(url, request, cookie, round < 0 ? 1 : Number(options.seconds));
      if (round >= 0) rates[subject].push(rate);
    }
  }
  const ratio = (one, other) => median(rates[one].map((rate, round) => rate / rates[other][round])).toFixed(2);
  return [
    name,
    {
      'bare req/s': Math.round(median(rates.bare)),
      'administrator / bare': ratio('administrator', 'bare'),
      'restricted / bare': ratio('seller', 'bare'),
      'administrator / restricted': ratio('administrator', 'seller'),
    },
  ];
}

async function load(url, request, cookie, seconds) {
  const result = await autocannon({
    url,
    connections: Number(options.connections),
    duration: seconds,
    requests: [{ setupRequest: (given) => ({ ...given, ...request(), headers: { ...given.headers, cookie, 'content-type': 'application/json' } }) }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return result.requests.average;
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

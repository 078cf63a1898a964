import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { processIdentity } from '../../core/data/embedded/process-identity.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { rowsOf } from '../support/rows-of.js';
import { clusterUrl, createTestDatabase } from '../support/test-database.js';
import { freePort, TrellisProcess } from '../support/trellis-process.js';

const root = mkdtempSync(join(tmpdir(), 'trellis start '));
execFileSync('chmod', ['755', root]);
const running: TrellisProcess[] = [];

beforeAll(() => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
}, 300_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((trellis) => (trellis.child.exitCode === null ? trellis.stop() : Promise.resolve(null))));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('npm start tells how to sign in once, serves, stops on SIGTERM with its database, and starts again quickly', async () => {
  const env = { TRELLIS_DATA_DIR: join(root, 'first') };
  const first = await started(TrellisProcess.run(['npm', 'start'], env));
  const [, email, password] = /Sign in as (\S+)\s+with the password (\S+)/u.exec(first.output) ?? [];
  expect(first.output).toContain(`Trellis is ready: ${first.url}`);
  const answer = await fetch(`${first.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);

  const database = postmasterOf(env.TRELLIS_DATA_DIR);
  expect((await first.stop()).milliseconds).toBeLessThan(5000);
  await expect(fetch(first.url)).rejects.toThrow();
  expect(processIdentity(database)).toBeNull();
  expect(existsSync(join(env.TRELLIS_DATA_DIR, 'trellis.lock'))).toBe(false);

  const second = await started(TrellisProcess.run(['npm', 'start'], env));
  expect(second.output).not.toContain('password');
  expect(second.output).not.toMatch(/Installing|Building/u);
});

test('a port that is taken is said in one sentence, before anything is made', async () => {
  const port = String(await freePort());
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(Number(port), '127.0.0.1', resolve));
  const dataDir = join(root, 'untouched');
  const { status, output } = await ended({ PORT: port, TRELLIS_DATA_DIR: dataDir });
  other.close();
  expect(status).toBe(1);
  expect(output).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken .* set PORT to another number\\.\n$`, 'u'));
  expect(existsSync(dataDir)).toBe(false);
});

test('a data folder in use is said in one sentence', async () => {
  const env = { TRELLIS_DATA_DIR: join(root, 'shared') };
  const first = await started(TrellisProcess.start(env));
  const { status, output } = await ended(env);
  expect(status).toBe(1);
  expect(output).toMatch(
    new RegExp(`^The data folder .* is in use by another Trellis \\(process ${first.child.pid} .* TRELLIS_DATA_DIR to another folder\\.\n$`, 'u'),
  );
});

test.each([
  [{ TRELLIS_DATA_DIR: '/proc/trellis' }, /^The data folder \/proc\/trellis cannot be written \(\w+\)\. .* TRELLIS_DATA_DIR/u],
  [{ HOST: '192.0.2.1' }, /^HOST is 192\.0\.2\.1, which is no address of this machine/u],
  [
    { LOG_LEVEL: 'loud', TRELLIS_DEMO: 'yes' },
    /^TRELLIS_DEMO is wrong: found "yes", valid is 1 or 0\.\nLOG_LEVEL is wrong: found "loud", valid is one of trace/u,
  ],
  [
    { DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/shop' },
    /^The database shop at 127\.0\.0\.1:9 cannot be used as me .* Nothing listens there: .*DATABASE_URL\.\n$/u,
  ],
])('%p is refused in one sentence', async (env, sentence) => {
  const { status, output } = await ended({ TRELLIS_DATA_DIR: join(root, 'unused'), ...env });
  expect(status).toBe(1);
  expect(output).toMatch(sentence);
  expect(output).not.toContain('secret');
});

test('after kill -9 the next start takes over the lock and ends the server that was left', async () => {
  const env = { TRELLIS_DATA_DIR: join(root, 'killed') };
  const killed = await started(TrellisProcess.start(env));
  const left = postmasterOf(env.TRELLIS_DATA_DIR);
  await killed.stop('SIGKILL');
  expect(processIdentity(left)).not.toBeNull();
  await started(TrellisProcess.start(env));
  expect(postmasterOf(env.TRELLIS_DATA_DIR)).not.toBe(left);
  expect(processIdentity(left)).toBeNull();
});

test('a request that hangs does not hold up the stop, and a second signal ends it at once', async () => {
  const trellis = await started(TrellisProcess.start({ TRELLIS_DATA_DIR: join(root, 'hanging') }));
  const hanging = connect(trellis.port, '127.0.0.1');
  hanging.on('error', () => undefined);
  hanging.write('POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  const stopped = trellis.stop();
  await new Promise((resolve) => setTimeout(resolve, 200));
  trellis.child.kill('SIGTERM');
  expect((await stopped).status).toBe(1);
  expect(performance.now() - began).toBeLessThan(1500);
});

test('a database that dies ends the process, for whoever watches it', async () => {
  const env = { TRELLIS_DATA_DIR: join(root, 'dying') };
  const trellis = await started(TrellisProcess.start(env));
  process.kill(postmasterOf(env.TRELLIS_DATA_DIR), 'SIGKILL');
  expect(await trellis.ended).toBe(1);
  expect(trellis.output).toContain('the embedded database ended unexpectedly');
});

test('an existing PostgreSQL is used instead, with a second role that owns the tables', async () => {
  const database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const run = new URL(database.url);
  const role = `run_${name}`;
  await rowsOf(clusterUrl(), `CREATE ROLE ${role} LOGIN PASSWORD '${run.password}'`);
  run.username = role;
  const env = {
    DATABASE_URL: run.href,
    DATABASE_MIGRATION_URL: database.url,
    TRELLIS_DATA_DIR: join(root, 'outside'),
    TRELLIS_ADMIN_PASSWORD: 'correct horse battery',
  };
  const trellis = await started(TrellisProcess.start(env));
  expect(trellis.output).toContain('with the password of TRELLIS_ADMIN_PASSWORD.');
  expect(existsSync(join(env.TRELLIS_DATA_DIR, 'postgres'))).toBe(false);
  expect(await rowsOf(database.url, `SELECT tableowner AS owner FROM pg_tables WHERE tablename = 'core_user'`)).toEqual([{ owner: 'trellis_test' }]);
  await expect(rowsOf(run.href, 'DROP TABLE core_user')).rejects.toMatchObject({ code: '42501' });
  expect((await trellis.stop()).status).toBe(0);
  await database.drop();
  await rowsOf(clusterUrl(), `DROP ROLE ${role}`);
});

test('a broken plugin stops the start with its problems, and the database is untouched', async () => {
  const plugins = join(root, 'plugins');
  mkdirSync(join(plugins, 'broken'), { recursive: true });
  writeFileSync(join(plugins, 'broken', 'plugin.json'), '{ "id": "broken", "label": "Broken", "nonsense": true }');
  const database = await createTestDatabase();
  const { status, output } = await ended({ DATABASE_URL: database.url, TRELLIS_PLUGINS: plugins, TRELLIS_DATA_DIR: join(root, 'unused') });
  expect(status).toBe(1);
  expect(output).toMatch(/plugin\.json:1 .*\n {2}found .*\n {2}expected .*\n {2}remedy /u);
  expect(await rowsOf(database.url, `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`)).toEqual([{ tables: 0 }]);
  await database.drop();
});

test('a plugin whose base is missing is set aside and named', async () => {
  const plugins = join(root, 'aside');
  mkdirSync(join(plugins, 'lonely'), { recursive: true });
  writeFileSync(
    join(plugins, 'lonely', 'plugin.json'),
    JSON.stringify({ id: 'lonely', label: { en: 'Lonely', vi: 'Lẻ loi' }, version: '1.0.0', dependsOn: ['nowhere'] }),
  );
  const trellis = await started(TrellisProcess.start({ TRELLIS_DATA_DIR: join(root, 'set aside'), TRELLIS_PLUGINS: plugins }));
  expect(trellis.output).toContain('The plugin lonely is set aside: it depends on nowhere');
});

async function started(process: Promise<TrellisProcess>): Promise<TrellisProcess> {
  const trellis = await process;
  running.push(trellis);
  await trellis.ready();
  // The words may come a moment after the port.
  while (!trellis.output.includes('Trellis is ready')) await new Promise((resolve) => setTimeout(resolve, 10));
  return trellis;
}

async function ended(env: Readonly<Record<string, string>>): Promise<{ readonly status: number | NodeJS.Signals; readonly output: string }> {
  const trellis = await TrellisProcess.start(env);
  running.push(trellis);
  return { status: await trellis.ended, output: trellis.output };
}

function postmasterOf(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

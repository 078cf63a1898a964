import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { findEmbeddedServer, startEmbeddedServer, type EmbeddedServer } from '../../core/data/embedded-server.js';
import { StartError } from '../../core/kernel/start-error.js';
import { rowsOf } from '../support/rows-of.js';
import { testIf } from '../support/test-if.js';

const root = mkdtempSync(join(tmpdir(), 'trellis embedded '));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a data folder with a space in its path gets a cluster, and keeps rows and port over a restart', async () => {
  const dataDir = join(root, 'first data');
  const first = await startEmbeddedServer(dataDir, 'start');
  await rowsOf(first.migrationUrl, 'CREATE TABLE kept (word text); GRANT ALL ON kept TO trellis_app');
  await rowsOf(first.url, "INSERT INTO kept VALUES ('Đường')");
  await first.stop();

  const second = await startEmbeddedServer(dataDir, 'start');
  try {
    expect(await rowsOf(second.url, 'SELECT lower(word) AS word FROM kept')).toEqual([{ word: 'đường' }]);
    expect(second.url).toBe(first.url);
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
  } finally {
    await second.stop();
  }
});

test('the role of run time owns nothing, makes nothing, and listens to no other machine', async () => {
  await withServer('roles', async (server) => {
    await rowsOf(server.migrationUrl, 'CREATE TABLE owned (id integer); GRANT SELECT, INSERT, UPDATE, DELETE ON owned TO trellis_app');
    for (const forbidden of ['CREATE TABLE made (id integer)', 'DROP TABLE owned', 'TRUNCATE owned', 'ALTER TABLE owned ADD x text', 'CREATE ROLE other']) {
      await expect(rowsOf(server.url, forbidden)).rejects.toMatchObject({ code: '42501' });
    }
    const [settings] = await rowsOf(
      server.url,
      `SELECT current_setting('listen_addresses') AS hosts, current_setting('data_checksums') AS checksums, current_setting('is_superuser') AS super,
        (SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
    );
    expect(settings).toEqual({ hosts: '127.0.0.1', checksums: 'on', super: 'off', locale: 'b C.UTF-8' });
    const wrong = new URL(server.url);
    wrong.password = 'guessed';
    await expect(rowsOf(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });
});

test('a folder in use is refused by name, and others find its server', async () => {
  await withServer('shared', async (server, dataDir) => {
    await expect(startEmbeddedServer(dataDir, 'start')).rejects.toThrow(`in use by another Trellis (process ${process.pid}`);
    expect(await findEmbeddedServer(dataDir)).toEqual({ url: server.url, migrationUrl: server.migrationUrl });
  });
  expect(await findEmbeddedServer(join(root, 'shared'))).toBeNull();
});

test('what a killed Trellis left behind is taken over: its lock, and its server that still runs', async () => {
  const dataDir = join(root, 'killed');
  const lost = await startEmbeddedServer(dataDir, 'start');
  await rowsOf(lost.migrationUrl, 'CREATE TABLE kept (id integer)');
  // A lock of a process that is no more, or whose number another one has now.
  writeFileSync(join(dataDir, 'trellis.lock'), JSON.stringify({ ...readJson(join(dataDir, 'trellis.lock')), identity: 'another' }));
  const next = await startEmbeddedServer(dataDir, 'start');
  try {
    await lost.ended;
    expect(await rowsOf(next.migrationUrl, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 0 }]);
  } finally {
    await next.stop();
  }
});

test('a stale postmaster.pid whose number now belongs to another process does not stand in the way', async () => {
  const dataDir = join(root, 'stale');
  const first = await startEmbeddedServer(dataDir, 'start');
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  const text = readFileSync(pidFile, 'utf8');
  await first.stop();
  writeFileSync(pidFile, text.replace(/^\d+/u, String(process.pid)));
  await (await startEmbeddedServer(dataDir, 'start')).stop();
});

test('when the port of last time is taken another one is used', async () => {
  const dataDir = join(root, 'port');
  const first = await startEmbeddedServer(dataDir, 'start');
  await first.stop();
  const other = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
  try {
    const second = await startEmbeddedServer(dataDir, 'start');
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await rowsOf(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
  } finally {
    other.close();
  }
});

test('a folder that cannot be made or written is named with the remedy', async () => {
  await expect(startEmbeddedServer('/proc/trellis', 'start')).rejects.toThrow(/The data folder \/proc\/trellis cannot be written .* TRELLIS_DATA_DIR/u);
});

test('a damaged server file and a cluster of another PostgreSQL are refused with a sentence', async () => {
  const dataDir = join(root, 'damaged');
  await (await startEmbeddedServer(dataDir, 'start')).stop();
  const kept = readFileSync(join(dataDir, 'postgres.json'));
  writeFileSync(join(dataDir, 'postgres.json'), '{');
  await expect(startEmbeddedServer(dataDir, 'start')).rejects.toThrow(StartError);
  writeFileSync(join(dataDir, 'postgres.json'), kept);
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '14\n');
  await expect(startEmbeddedServer(dataDir, 'start')).rejects.toThrow(/made by PostgreSQL 14/u);
});

const asRoot = testIf(process.getuid?.() === 0, 'only root hands PostgreSQL to another user');

asRoot('as root in a closed home the cluster lies outside and works; a moved folder is refused', async () => {
  const home = join(root, 'closed home');
  const dataDir = join(home, 'data');
  execFileSync('mkdir', ['-p', dataDir]);
  chmodSync(home, 0o700);
  const first = await startEmbeddedServer(dataDir, 'start');
  const outside = readlinkSync(join(dataDir, 'postgres'));
  try {
    expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true);
    await rowsOf(first.migrationUrl, 'CREATE TABLE kept (id integer)');
  } finally {
    await first.stop();
  }
  const second = await startEmbeddedServer(dataDir, 'start');
  expect(await rowsOf(second.migrationUrl, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 0 }]);
  await second.stop();
  renameSync(dataDir, join(home, 'moved'));
  await expect(startEmbeddedServer(join(home, 'moved'), 'start')).rejects.toThrow(/moved or copied/u);
  expect(existsSync(join(home, 'moved', 'trellis.lock'))).toBe(false);
  rmSync(outside, { recursive: true });
});

async function withServer(name: string, work: (server: EmbeddedServer, dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = join(root, name);
  const server = await startEmbeddedServer(dataDir, 'start');
  try {
    await work(server, dataDir);
  } finally {
    await server.stop();
  }
}

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8'));
}

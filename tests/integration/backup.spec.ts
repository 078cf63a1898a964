import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { create, extract, list } from 'tar';
import { makeBackup } from '../../core/data/backup/make-backup.js';
import { restoreBackup } from '../../core/data/backup/restore-backup.js';
import { startEmbeddedServer } from '../../core/data/embedded-server.js';
import { rowsOf } from '../support/rows-of.js';

const root = mkdtempSync(join(tmpdir(), 'trellis backup '));
execFileSync('chmod', ['755', root]);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const dataDir = join(root, 'data');
const archive = join(root, 'backup.tar.gz');

beforeAll(async () => {
  const server = await startEmbeddedServer(dataDir, 'start');
  await rowsOf(server.migrationUrl, `CREATE TABLE kept (word text); INSERT INTO kept SELECT 'Đường ' || n FROM generate_series(1, 1000) AS n`);
  await server.stop();
  mkdirSync(join(dataDir, 'files', 'ab'), { recursive: true });
  writeFileSync(join(dataDir, 'files', 'ab', 'photo'), 'a photo');
  await makeBackup(dataDir, archive, '0.1.0');
});

test('what was backed up comes back elsewhere: rows, attachments, and nothing that is no data', async () => {
  const elsewhere = join(root, 'elsewhere');
  const { manifest, formerData } = await restoreBackup(archive, elsewhere, { replace: false });
  expect(formerData).toBeNull();
  expect(manifest).toMatchObject({ format: 1, trellis: '0.1.0', postgres: '18' });
  expect(readFileSync(join(elsewhere, 'files', 'ab', 'photo'), 'utf8')).toBe('a photo');
  const server = await startEmbeddedServer(elsewhere, 'start');
  expect(await rowsOf(server.migrationUrl, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 1000 }]);
  await server.stop();
});

test('the archive is for its owner only, and holds neither locks nor logs', async () => {
  expect(statSync(archive).mode & 0o777).toBe(0o600);
  const paths: string[] = [];
  await list({ file: archive, onReadEntry: ({ path }) => void paths.push(path) });
  expect(paths[0]).toBe('manifest.json');
  expect(paths.filter((path) => /lock|\.log$|postmaster/u.test(path))).toEqual([]);
});

test('a folder that is not empty is left alone, and with --force kept beside', async () => {
  const full = join(root, 'full');
  const server = await startEmbeddedServer(full, 'start');
  await rowsOf(server.migrationUrl, 'CREATE TABLE other (id integer)');
  await expect(restoreBackup(archive, full, { replace: true })).rejects.toThrow(/in use by another Trellis/u);
  await server.stop();
  await expect(restoreBackup(archive, full, { replace: false })).rejects.toThrow(/not empty/u);
  const { formerData } = await restoreBackup(archive, full, { replace: true });
  const former = await startEmbeddedServer(formerData ?? '', 'start');
  expect(await rowsOf(former.migrationUrl, 'SELECT count(*)::int AS count FROM other')).toEqual([{ count: 0 }]);
  await former.stop();
});

test('a damaged archive, a changed file and what is no backup change nothing', async () => {
  const target = join(root, 'target');
  const cut = join(root, 'cut.tar.gz');
  writeFileSync(cut, readFileSync(archive));
  truncateSync(cut, statSync(archive).size - 5000);
  await expect(restoreBackup(cut, target, { replace: false })).rejects.toThrow(/Nothing was changed/u);

  const changed = join(root, 'changed.tar.gz');
  await repacked(changed, (folder) => writeFileSync(join(folder, 'files', 'ab', 'photo'), 'b photo'));
  await expect(restoreBackup(changed, target, { replace: false })).rejects.toThrow(/damaged: files\/ab\/photo .*Nothing was changed/u);

  const other = join(root, 'other.tar.gz');
  await create({ file: other, cwd: join(dataDir, 'files'), gzip: true }, ['ab']);
  await expect(restoreBackup(other, target, { replace: false })).rejects.toThrow(/no backup of Trellis/u);
  await expect(restoreBackup(join(root, 'missing'), target, { replace: false })).rejects.toThrow(/there is no such file/u);
  expect(readdirSync(target)).toEqual([]);
  expect(readdirSync(root).filter((name) => name.endsWith('.restoring'))).toEqual([]);
});

test('an archive is not overwritten, not put into the data folder, and not made of nothing', async () => {
  await expect(makeBackup(dataDir, archive, '0.1.0')).rejects.toThrow(/exists already/u);
  await expect(makeBackup(dataDir, join(dataDir, 'inside.tar.gz'), '0.1.0')).rejects.toThrow(/lies in the data folder itself/u);
  await expect(makeBackup(join(root, 'nothing'), join(root, 'none.tar.gz'), '0.1.0')).rejects.toThrow(/no database in/u);
});

async function repacked(file: string, change: (folder: string) => void): Promise<void> {
  const folder = mkdtempSync(join(root, 'repack-'));
  await extract({ file: archive, cwd: folder });
  change(folder);
  await create({ file, cwd: folder, gzip: true }, ['manifest.json', ...readdirSync(folder).filter((name) => name !== 'manifest.json')]);
}

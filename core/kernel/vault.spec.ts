import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Vault } from './vault.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-vault-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is sealed is opened by another process, and never looks the same twice', async () => {
  const vault = new Vault(folder);
  const [one, two] = [vault.seal('mật khẩu'), vault.seal('mật khẩu')];
  expect(one).not.toBe(two);
  expect(one).not.toContain('mật');
  expect(new Vault(folder).open(one)).toBe('mật khẩu');
  expect((await stat(join(folder, 'secret-keys'))).mode & 0o777).toBe(0o600);
});

test('a new key seals and the former one still opens', async () => {
  const old = new Vault(folder).seal('a');
  const file = join(folder, 'secret-keys');
  await writeFile(file, `${randomBytes(32).toString('base64')}\n${await readFile(file, 'utf8')}`);
  const vault = new Vault(folder);
  expect(vault.open(old)).toBe('a');
  expect(vault.seal('a').split(':')[1]).not.toBe(old.split(':')[1]);
  const given = new Vault(folder, [randomBytes(32).toString('base64')]);
  expect(given.open(old)).toBe('a');
});

test('what was tampered with, and what another key has sealed, is not opened', () => {
  const vault = new Vault(folder);
  const sealed = vault.seal('secret');
  expect(() => vault.open(`${sealed.slice(0, -4)}AAA=`)).toThrow();
  expect(() => new Vault(join(folder, 'elsewhere')).open(sealed)).toThrow(/neither in TRELLIS_SECRET_KEYS/u);
});

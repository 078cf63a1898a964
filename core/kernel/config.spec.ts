import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { readConfig } from './config.js';
import { projectRoot } from './project-root.js';

const folder = mkdtempSync(join(tmpdir(), 'trellis config '));
const file = join(folder, 'file');
writeFileSync(file, '');

test('without any variable the defaults hold', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    migrationUrl: undefined,
    redisUrl: undefined,
    dataDir: join(projectRoot, 'data'),
    pluginFolders: [],
    role: 'all',
    administrator: { email: undefined, password: undefined },
    isDemo: false,
    publicUrl: undefined,
    logLevel: 'info',
    smtpUrl: undefined,
    secretKeys: [],
    warnings: [],
  });
});

test('an empty variable is no variable', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
});

test.each([
  ['PORT', '0', 'port', 0],
  ['HOST', '::1', 'host', '::1'],
  ['DATABASE_URL', 'postgresql:///trellis?host=/run/postgresql', 'databaseUrl', 'postgresql:///trellis?host=/run/postgresql'],
  ['TRELLIS_DATA_DIR', 'some/where', 'dataDir', join(process.cwd(), 'some/where')],
  ['TRELLIS_PLUGINS', `${folder}:${folder}`, 'pluginFolders', [folder, folder]],
  ['TRELLIS_ROLE', 'web', 'role', 'web'],
  ['TRELLIS_DEMO', '1', 'isDemo', true],
  ['TRELLIS_PUBLIC_URL', 'https://erp.example.com/', 'publicUrl', 'https://erp.example.com'],
  ['LOG_LEVEL', 'warn', 'logLevel', 'warn'],
] as const)('%s=%s is understood', (variable, text, key, value) => {
  expect(readConfig({ [variable]: text })[key]).toEqual(value);
});

test.each([
  ['PORT', '70000'],
  ['PORT', '30 00'],
  ['PORT', '-1'],
  ['HOST', 'http://localhost'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DATABASE_URL', 'localhost'],
  ['DATABASE_MIGRATION_URL', 'x'],
  ['REDIS_URL', 'localhost:6379'],
  ['TRELLIS_DATA_DIR', file],
  ['TRELLIS_PLUGINS', '/there/is/no/such/folder'],
  ['TRELLIS_ROLE', 'server'],
  ['TRELLIS_ADMIN_EMAIL', 'admin'],
  ['TRELLIS_ADMIN_PASSWORD', 'short'],
  ['TRELLIS_DEMO', 'yes'],
  ['TRELLIS_PUBLIC_URL', 'erp.example.com'],
  ['TRELLIS_PUBLIC_URL', 'https://example.com/erp'],
  ['LOG_LEVEL', 'verbose'],
  ['SMTP_URL', 'mail.example.com'],
])('%s=%s is refused by name', (variable, text) => {
  const mistakes = mistakesOf({ [variable]: text });
  expect(mistakes.map((mistake) => mistake.variable)).toEqual([variable]);
});

test('all wrong variables are named at once, and a password is not shown', () => {
  const mistakes = mistakesOf({ PORT: 'x', LOG_LEVEL: 'loud', TRELLIS_ADMIN_PASSWORD: 'secret' });
  expect(mistakes.map((mistake) => mistake.variable)).toEqual(['PORT', 'TRELLIS_ADMIN_PASSWORD', 'LOG_LEVEL']);
  expect(JSON.stringify(mistakes)).not.toContain('secret');
});

test('an unknown TRELLIS_ variable is told of, with the one that was meant', () => {
  expect(readConfig({ TRELLIS_PLUGIN: '/x' }).warnings).toEqual([expect.stringContaining('Did you mean TRELLIS_PLUGINS?')]);
});

function mistakesOf(environment: Record<string, string>): ConfigError['mistakes'] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
  }
  return [];
}

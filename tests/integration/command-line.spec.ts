import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { TrellisProcess } from '../support/trellis-process.js';

const root = mkdtempSync(join(tmpdir(), 'trellis command '));
beforeAll(() => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
}, 300_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  [['--help'], 0, /Usage: trellis .*Commands:.*start.*backup.*restore/su],
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/u],
  [['backup', '--help'], 0, /Usage: trellis backup/u],
  [[], 2, /Usage: trellis/u],
  [['bakup'], 2, /unknown command 'bakup'\n\(Did you mean backup\?\)/u],
  [['backup'], 2, /missing required argument 'file'/u],
  [['backup', 'x.tar.gz', '--nonsense'], 2, /unknown option '--nonsense'/u],
  [['backup', 'x.tar.gz'], 1, /^There is no database in .* TRELLIS_DATA_DIR right\?\n$/u],
])('trellis %p ends with %i', async (parameters, status, said) => {
  const trellis = await TrellisProcess.run([process.execPath, join(projectRoot, 'scripts', 'trellis.mjs'), ...parameters], {
    TRELLIS_DATA_DIR: join(root, 'data'),
  });
  expect(await trellis.ended).toBe(status);
  expect(trellis.output).toMatch(said);
});

test('with DATABASE_URL the backup is left to its own tools', async () => {
  const trellis = await TrellisProcess.run(['npx', '--no-install', 'trellis', 'backup', 'x.tar.gz'], { DATABASE_URL: 'postgres://127.0.0.1/x' });
  expect(await trellis.ended).toBe(1);
  expect(trellis.output).toContain('pg_dump');
});

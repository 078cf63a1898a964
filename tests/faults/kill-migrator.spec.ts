import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { killMigrator } from './kill-migrator.js';

const seed = Number(process.env['FAULTS_SEED'] ?? 1);

beforeAll(() => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
}, 300_000);

// Every statement in the full form: npm run faults -- D20K.
test(`a migration that is killed at any statement is ended by the next (seed ${seed})`, async () => {
  const { kills, complaints } = await killMigrator(29, seed);
  expect(complaints).toEqual([]);
  expect(kills).toBeGreaterThan(5);
}, 300_000);

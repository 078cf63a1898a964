import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { projectRoot } from '../../../core/kernel/project-root.js';
import type { ExpressionCase } from './case.js';

/** The evaluator as a browser gets it. */
export interface BrowserBundle {
  readonly text: string;
  readonly runCase: (entry: ExpressionCase) => unknown;
}

/** Builds the bundle and loads it. */
export async function openBrowserBundle(): Promise<BrowserBundle & { readonly close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-bundle-'));
  await promisify(execFile)(process.execPath, [join(projectRoot, 'tests/support/expressions/build-bundle.mjs'), folder], { cwd: projectRoot });
  const file = join(folder, 'bundle.mjs');
  const loaded: unknown = await import(pathToFileURL(file).href);
  if (!isBundle(loaded)) throw new Error('the bundle exports no runCase');
  return { text: await readFile(file, 'utf8'), runCase: loaded.runCase, close: () => rm(folder, { recursive: true }) };
}

function isBundle(loaded: unknown): loaded is Pick<BrowserBundle, 'runCase'> {
  return typeof loaded === 'object' && loaded !== null && 'runCase' in loaded && typeof loaded.runCase === 'function';
}

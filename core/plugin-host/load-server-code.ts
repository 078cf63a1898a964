import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Model } from '../definitions/model.js';
import { StartError } from '../kernel/start-error.js';
import type { StepHandler } from '../sdk/index.js';
import { pluginsIn } from './read-plugins.js';

/** Loads `server/index.ts` (or .js) of every plugin of the model; its export `steps` gives handlers by name. TypeScript is transpiled into the data folder, once a version. */
export async function loadServerCode(folders: readonly string[], model: Model, dataDir: string): Promise<ReadonlyMap<string, StepHandler>> {
  const known = new Set(model.plugins.map((plugin) => plugin.id));
  const handlers = new Map<string, StepHandler>();
  for (const folder of (await Promise.all(folders.map(pluginsIn))).flat()) {
    const id = folder.split(/[/\\]/u).at(-1) ?? '';
    const server = join(folder, 'server');
    if (!known.has(id) || !existsSync(server)) continue;
    for (const [name, handler] of await stepsOf(id, server, dataDir)) handlers.set(`${id}.${name}`, handler);
  }
  return handlers;
}

async function stepsOf(id: string, server: string, dataDir: string): Promise<readonly (readonly [string, StepHandler])[]> {
  try {
    const entry = existsSync(join(server, 'index.js')) ? join(server, 'index.js') : await transpiled(id, server, dataDir);
    const loaded: unknown = await import(pathToFileURL(entry).href);
    const steps: unknown = typeof loaded === 'object' && loaded !== null && 'steps' in loaded ? loaded.steps : {};
    return typeof steps === 'object' && steps !== null
      ? Object.entries(steps).filter((pair): pair is [string, StepHandler] => typeof pair[1] === 'function')
      : [];
  } catch (error) {
    throw new StartError(`The plugin ${id} has code in ${server} that cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The transpiled copy of a folder, in a folder named by what is in it. */
async function transpiled(id: string, server: string, dataDir: string): Promise<string> {
  const { transform } = await import('@swc/core');
  const names = (await readdir(server)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(server, name), 'utf8')));
  const hash = createHash('sha256')
    .update([...names, ...texts].join('\0'))
    .digest('hex')
    .slice(0, 16);
  const target = join(dataDir, 'cache', 'plugins', `${id}-${hash}`);
  if (existsSync(target)) return join(target, 'index.js');
  const draft = `${target}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await writeFile(join(draft, 'package.json'), '{"type":"module"}');
  for (const [index, name] of names.entries()) {
    const { code } = await transform(texts[index] ?? '', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } });
    await writeFile(join(draft, name.replace(/\.ts$/u, '.js')), code);
  }
  // Whole or not at all: another process may be doing the same, and the first one is as good.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return join(target, 'index.js');
}

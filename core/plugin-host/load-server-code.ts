import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Model } from '../definitions/model.js';
import { StartError } from '../kernel/start-error.js';
import { pluginsIn } from './read-plugins.js';

/** A step that a plugin wrote itself. */
type Handler = (
  input: Readonly<Record<string, unknown>>,
  info: { readonly idempotencyKey: string; readonly attempt: number; readonly signal: AbortSignal },
) => Promise<unknown>;

/** Loads `server/index.ts` (or .js) of every plugin of the model; its export `steps` gives handlers by name. TypeScript is transpiled into the data folder, once a version. */
export async function loadServerCode(folders: readonly string[], model: Model, dataDir: string): Promise<ReadonlyMap<string, Handler>> {
  const known = new Set(model.plugins.map((plugin) => plugin.id));
  const handlers = new Map<string, Handler>();
  for (const folder of (await Promise.all(folders.map(pluginsIn))).flat()) {
    const id = folder.split(/[/\\]/u).at(-1) ?? '';
    const server = join(folder, 'server');
    if (!known.has(id) || !existsSync(server)) continue;
    for (const [name, handler] of await stepsOf(id, server, dataDir)) handlers.set(`${id}.${name}`, handler);
  }
  return handlers;
}

async function stepsOf(id: string, server: string, dataDir: string): Promise<readonly (readonly [string, Handler])[]> {
  try {
    const entry = existsSync(join(server, 'index.js')) ? join(server, 'index.js') : await transpiled(id, server, dataDir);
    const loaded: unknown = await import(pathToFileURL(entry).href);
    const steps: unknown = typeof loaded === 'object' && loaded !== null && 'steps' in loaded ? loaded.steps : {};
    return typeof steps === 'object' && steps !== null ? Object.entries(steps).filter((pair): pair is [string, Handler] => typeof pair[1] === 'function') : [];
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
  const hash = createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16);
  const target = join(dataDir, 'cache', 'plugins', `${id}-${hash}`);
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'package.json'), '{"type":"module"}');
  for (const [index, name] of names.entries()) {
    const { code } = await transform(texts[index] ?? '', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } });
    await writeFile(join(target, name.replace(/\.ts$/u, '.js')), code);
  }
  return join(target, 'index.js');
}

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PluginSource, SourceFile } from '../definitions/source.js';
import { handlerNames } from './handler-names.js';
import { declarationFolders } from './role-of-path.js';

/** Reads every plugin folder (one with a plugin.json) in the given folders; understands nothing of it yet. */
export async function readPlugins(folders: readonly string[]): Promise<readonly PluginSource[]> {
  const found = await Promise.all(folders.map(pluginsIn));
  return Promise.all(found.flat().map(readPlugin));
}

/** Plugin folders in a folder; it may itself be one. */
export async function pluginsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  // A folder that is itself a plugin is taken as one.
  if (entries.some((entry) => entry.name === 'plugin.json')) return [folder];
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** Reads one plugin folder. */
export async function readPlugin(folder: string): Promise<PluginSource> {
  const own = await jsonFiles(folder, 'plugin', (name) => name === 'plugin.json');
  const parts = await Promise.all(declarationFolders.map(([name, role]) => jsonFiles(join(folder, name), role, (file) => file.endsWith('.json'))));
  const files = [...own, ...parts.flat(), ...(await unknownEntries(folder))];
  const handlers = await handlerNames(folder);
  return { folder: basename(folder), files, ...(handlers === undefined ? {} : { handlers }) };
}

/** `setup` holds the first data, `server` the plugin's own TypeScript. */
const known = new Set(['plugin.json', 'setup', 'server', ...declarationFolders.map(([name]) => name)]);

/** Folders and declarations that nobody would read: a misspelt name must not pass in silence. */
async function unknownEntries(folder: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !known.has(entry.name) && !entry.name.startsWith('.') && (entry.isDirectory() || entry.name.endsWith('.json')))
    .map((entry) => ({ path: join(folder, entry.name), role: 'unknown', text: '' }));
}

async function jsonFiles(folder: string, role: SourceFile['role'], isMeant: (name: string) => boolean): Promise<readonly SourceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && isMeant(entry.name))
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map(async (name) => ({ path: join(folder, name), role, text: await readFile(join(folder, name), 'utf8') })));
}

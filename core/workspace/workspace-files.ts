import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { workspaceId } from '../definitions/link/workspace-id.js';
import type { PluginSource } from '../definitions/source.js';
import { roleOfPath } from '../plugin-host/role-of-path.js';

/** Texts by path within the plugin folder, for instance `extensions/lead.json`. */
export type WorkspaceFiles = ReadonlyMap<string, string>;

/** The files as a plugin; null when there are none. `from` begins the paths that problems name. */
export function sourceOf(files: WorkspaceFiles, from: string = workspaceId): PluginSource | null {
  if (files.size === 0) return null;
  return { folder: workspaceId, files: [...files].map(([path, text]) => ({ path: posix.join(from, path), role: roleOfPath(path), text })), handlers: [] };
}

/** The same files give the same hash, in whatever order they come. */
export function hashOfFiles(files: WorkspaceFiles): string {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
}

/** What was sent or stored as an object of texts; null when it is something else. */
export function filesFrom(json: unknown): WorkspaceFiles | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const entries: [string, string][] = [];
  for (const [path, text] of Object.entries(json)) {
    if (typeof text !== 'string') return null;
    entries.push([path, text]);
  }
  return new Map(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What differs between two states of the workspace. */
export function differences(from: WorkspaceFiles, to: WorkspaceFiles): readonly { readonly path: string; readonly change: 'added' | 'changed' | 'removed' }[] {
  const paths = [...new Set([...from.keys(), ...to.keys()])].sort();
  return paths.flatMap((path) => {
    if (from.get(path) === to.get(path)) return [];
    return [{ path, change: !from.has(path) ? ('added' as const) : to.has(path) ? ('changed' as const) : ('removed' as const) }];
  });
}

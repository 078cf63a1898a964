import type { SourceFile } from '../definitions/source.js';

/** Folders of declarations, and what their files are. */
export const declarationFolders: readonly (readonly [folder: string, role: SourceFile['role']])[] = [
  ['entities', 'entity'],
  ['extensions', 'extension'],
  ['roles', 'role'],
  ['views', 'view'],
  ['workflows', 'workflow'],
  ['conversions', 'conversion'],
  ['migrations', 'migration'],
];

/** What a file is by its path within the workspace; `unknown` for every other, also one that leaves the folder, and for migrations, as the workspace has no versions. */
export function roleOfPath(path: string): SourceFile['role'] {
  if (path === 'plugin.json') return 'plugin';
  const [folder, name, ...deeper] = path.split('/');
  const role = declarationFolders.find(([known]) => known === folder)?.[1];
  return role !== undefined && deeper.length === 0 && /^[\w-]+\.json$/u.test(name ?? '') ? role : 'unknown';
}

import type { ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Reporter } from '../parse/reporter.js';
import { workspaceId } from './workspace-id.js';

/** A plugin left out because what it builds on is absent. */
export interface SetAside {
  readonly plugin: string;
  readonly missing: readonly string[];
}

/** Ids that would collide with names of the platform. */
const reserved = new Set([
  'trellis',
  'auth',
  'meta',
  'search',
  'health',
  'files',
  'events',
  'tasks',
  'workflows',
  'notices',
  'my-day',
  'openapi',
  'public',
  'pg',
]);

/** Puts plugins in order of dependency, `core` first; sets aside those whose dependencies are absent. */
export function orderPlugins(
  plugins: readonly ParsedPlugin[],
  reporter: Reporter,
): { readonly ordered: readonly ParsedPlugin[]; readonly setAside: readonly SetAside[] } {
  const byId = new Map<string, ParsedPlugin>();
  for (const plugin of plugins) {
    if (isWellNamed(plugin, byId, reporter)) byId.set(plugin.plugin.declaration.id, plugin);
  }
  const setAside = withoutMissing(byId);
  const ordered: ParsedPlugin[] = [];
  const done = new Set<string>();
  const visit = (plugin: ParsedPlugin, path: readonly string[]): void => {
    const { id } = plugin.plugin.declaration;
    if (path.includes(id)) return reportCycle(plugin, [...path.slice(path.indexOf(id)), id], done, reporter);
    if (done.has(id)) return;
    for (const needed of dependenciesOf(plugin)) {
      const other = byId.get(needed);
      if (other !== undefined) visit(other, [...path, id]);
    }
    if (done.has(id)) return;
    done.add(id);
    ordered.push(plugin);
  };
  // The workspace is the last layer, whatever it needs.
  for (const plugin of byId.values()) if (plugin.plugin.declaration.id !== workspaceId) visit(plugin, []);
  const workspace = byId.get(workspaceId);
  if (workspace !== undefined) visit(workspace, []);
  return { ordered, setAside };
}

/** Every plugin may use `core` without saying so. */
export function dependenciesOf(plugin: ParsedPlugin): readonly string[] {
  const { id, dependsOn } = plugin.plugin.declaration;
  return id === 'core' ? [] : ['core', ...(dependsOn ?? [])];
}

function isWellNamed(parsed: ParsedPlugin, known: ReadonlyMap<string, ParsedPlugin>, reporter: Reporter): boolean {
  const { id } = parsed.plugin.declaration;
  const place = below(parsed.plugin.place, 'id');
  if (reserved.has(id))
    reporter.report('plugin.reserved-id', place, {
      expected: `an id that is none of ${[...reserved].join(', ')}`,
      remedy: 'Rename the plugin and its folder.',
    });
  else if (known.has(id)) reporter.report('plugin.duplicate', place, { expected: 'ids that differ', remedy: 'Delete or rename one of the two folders.' });
  else if (id !== parsed.folder)
    reporter.report('plugin.id-mismatch', place, { expected: `"${parsed.folder}", the name of the folder`, remedy: 'Rename the folder or the plugin.' });
  else return true;
  return false;
}

function withoutMissing(byId: Map<string, ParsedPlugin>): readonly SetAside[] {
  const setAside: SetAside[] = [];
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const [id, plugin] of byId) {
      const missing = dependenciesOf(plugin).filter((needed) => needed === workspaceId || (!byId.has(needed) && needed !== 'core'));
      if (missing.length === 0) continue;
      byId.delete(id);
      setAside.push({ plugin: id, missing });
      isChanged = true;
    }
  }
  return setAside;
}

function reportCycle(plugin: ParsedPlugin, path: readonly string[], done: Set<string>, reporter: Reporter): void {
  if (path.every((id) => done.has(id))) return;
  for (const id of path) done.add(id);
  reporter.report('plugin.dependency-cycle', below(plugin.plugin.place, 'dependsOn'), {
    found: path.join(' → '),
    expected: 'dependencies without a circle',
    remedy: 'Move what both need into a plugin of its own.',
  });
}

import type { Connection } from '../data/connect.js';
import type { ChangePlan } from '../data/migrate/change-plan.js';
import { planMigration } from '../data/migrate/migrate.js';
import type { SystemStep } from '../data/system-step.js';
import type { Problem } from '../definitions/problem.js';
import type { PluginSource } from '../definitions/source.js';
import { compileWith } from './compile-with.js';
import { demandPlugins } from './demand-plugins.js';
import type { Revision } from './revision.js';
import { differences, type WorkspaceFiles } from './workspace-files.js';

/** What would come of files in the place of those in force. */
export interface WorkspacePlan {
  readonly head: number;
  readonly files: ReturnType<typeof differences>;
  /** Everything wrong with the files; then there is no plan of the database. */
  readonly problems: readonly Problem[];
  readonly plan: ChangePlan | null;
}

/** What planning and applying work with. */
export interface WorkspaceBase {
  /** The database as the role that owns its tables. */
  readonly owner: Connection;
  /** All plugins but the workspace. */
  readonly plugins: readonly PluginSource[];
  readonly systemSteps: readonly SystemStep[];
}

/** Compiles the files beside the plugins and counts what the database would need; changes nothing. Throws WorkspaceRefused where plugins of the database are not there. */
export async function planWorkspace(
  { owner, plugins, systemSteps }: WorkspaceBase,
  head: Revision,
  files: WorkspaceFiles,
  { from, allow = [] }: { readonly from?: string; readonly allow?: readonly string[] } = {},
): Promise<WorkspacePlan> {
  const compiled = compileWith(plugins, files, from);
  const changes = { head: head.revision, files: differences(head.files, files) };
  if (compiled.kind === 'problems') return { ...changes, problems: compiled.problems, plan: null };
  await demandPlugins(owner.database, compiled.model);
  return { ...changes, problems: [], plan: await planMigration(owner, compiled.model, { systemSteps, allow }) };
}

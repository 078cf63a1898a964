import { workspaceId } from '../definitions/link/workspace-id.js';
import type { Model } from '../definitions/model.js';
import type { Executor } from '../data/database.js';
import { sql } from '../data/sql.js';
import { WorkspaceRefused } from './workspace-refused.js';

/** Refuses to take away plugins on the way: whoever applies a workspace without them has most likely forgotten to name their folder. A start without them takes them away. */
export async function demandPlugins(executor: Executor, { plugins }: Pick<Model, 'plugins'>): Promise<void> {
  if ((await executor.text(sql`SELECT to_regclass('trellis_model')::text`)) === null) return;
  const rows = await executor.rows(sql`SELECT jsonb_array_elements_text(declared -> 'plugins') AS plugin FROM trellis_model`);
  const there = new Set([...plugins.map(({ id }) => id), workspaceId]);
  const missing = rows.map((row) => String(row['plugin'])).filter((plugin) => !there.has(plugin));
  if (missing.length > 0) throw new WorkspaceRefused({ kind: 'plugins-missing', plugins: missing });
}

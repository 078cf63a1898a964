import type { ClientBase } from 'pg';
import type { SystemStep } from '../system-step.js';

/** The system steps that this database has not had yet, in order. */
export async function pendingSystemSteps(client: ClientBase, steps: readonly SystemStep[]): Promise<readonly SystemStep[]> {
  const there = await client.query<{ there: boolean }>(`SELECT to_regclass('trellis_system_step') IS NOT NULL AS there`);
  if (there.rows[0]?.there !== true) return steps;
  const { rows } = await client.query<{ id: string }>('SELECT id FROM trellis_system_step');
  const done = new Set(rows.map((row) => row.id));
  return steps.filter((step) => !done.has(step.id));
}

import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { newId } from '../../kernel/ids.js';

/** Something that a person has to look at. */
export interface NewIncident {
  readonly workflow: string;
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly run: string;
  readonly step: string;
}

/** Opens an incident and puts a notice into the bells of the administrators; one that is open for the same step stays the only one. */
export async function openIncident(tx: Executor, { workflow, code, detail, run, step }: NewIncident): Promise<void> {
  const id = newId();
  const made = await tx.rows(sql`
    INSERT INTO trellis_incident (id, run, step, workflow, code, detail)
    SELECT ${value(id, 'uuid')}, ${value(run, 'uuid')}, ${value(step, 'uuid')}, ${value(workflow, 'text')}, ${value(code, 'text')}, ${value(JSON.stringify(detail), 'jsonb')}
    WHERE NOT EXISTS (SELECT FROM trellis_incident i WHERE i.step = ${value(step, 'uuid')} AND i.resolved_at IS NULL) RETURNING id`);
  if (made.length === 0) return;
  // A workflow that fails for a thousand records rings once an hour, not a thousand times.
  await tx.rows(sql`
    INSERT INTO trellis_notice (id, "user", title, text, entity, record_id)
    SELECT trellis_new_id(), u.id, ${value(workflow, 'text')}, ${value(code, 'text')}, 'trellis.run', ${value(run, 'uuid')} FROM core_user u
    WHERE u.is_administrator AND u.is_active AND NOT EXISTS (
      SELECT FROM trellis_notice n WHERE n."user" = u.id AND n.entity = 'trellis.run' AND n.title = ${value(workflow, 'text')} AND n.at > now() - interval '1 hour')`);
}

/** Closes what is open for a step. */
export async function closeIncidents(tx: Executor, step: string, by: string, resolution: string): Promise<void> {
  await tx.rows(sql`UPDATE trellis_incident SET resolved_at = clock_timestamp(), resolved_by = ${value(by, 'uuid')}, resolution = ${value(resolution, 'text')}
    WHERE step = ${value(step, 'uuid')} AND resolved_at IS NULL`);
}

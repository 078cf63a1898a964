import type { Executor } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';
import { newId } from '../../kernel/ids.js';
import type { Locale } from '../../kernel/locale.js';
import { messageIn } from '../../kernel/messages/message.js';

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
  await ring(tx, workflow, run);
}

/** Each is told in the own language; a workflow that fails for a thousand records rings once an hour, not a thousand times. */
async function ring(tx: Executor, workflow: string, run: string): Promise<void> {
  const text = (locale: Locale): Sql => sql`${value(messageIn('workflow.needs-you', {}, locale), 'text')}`;
  await tx.rows(sql`
    WITH told AS (
      SELECT u.id, coalesce(d.body -> 'label' ->> coalesce(u.locale, 'en'), d.body -> 'label' ->> 'en', d.body ->> 'label', ${value(workflow, 'text')}) AS title,
        CASE u.locale WHEN 'vi' THEN ${text('vi')} ELSE ${text('en')} END AS text
      FROM core_user u LEFT JOIN trellis_definition d ON d.hash = (SELECT r.definition FROM trellis_run r WHERE r.id = ${value(run, 'uuid')})
      WHERE u.is_administrator AND u.is_active)
    INSERT INTO trellis_notice (id, "user", title, text, entity, record_id)
    SELECT trellis_new_id(), t.id, t.title, t.text, 'trellis.run', ${value(run, 'uuid')} FROM told t
    WHERE NOT EXISTS (
      SELECT FROM trellis_notice n WHERE n."user" = t.id AND n.entity = 'trellis.run' AND n.title = t.title AND n.at > now() - interval '1 hour')`);
}

/** Closes what is open for a step. */
export async function closeIncidents(tx: Executor, step: string, by: string, resolution: string): Promise<void> {
  await tx.rows(sql`UPDATE trellis_incident SET resolved_at = clock_timestamp(), resolved_by = ${value(by, 'uuid')}, resolution = ${value(resolution, 'text')}
    WHERE step = ${value(step, 'uuid')} AND resolved_at IS NULL`);
}

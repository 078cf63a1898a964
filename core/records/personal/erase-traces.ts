import { join, raw, sql, value } from '../../data/sql.js';
import type { Entity } from '../../definitions/model.js';
import { isColumnOf } from './is-column-of.js';
import type { Erasure } from './erasure.js';
import { maskRows } from './mask-rows.js';
import { membersOf, namesOf, type PersonalPart } from './personal-parts.js';

/** Takes personal values out of what the platform keeps about a record: history, undo, events, comments and kept answers. */
export async function eraseTraces(erasure: Erasure): Promise<void> {
  const { tx, entity, id, near } = erasure;
  const key = value(id, 'uuid');
  await eraseHistory(erasure);
  await maskRows(erasure, { table: 'trellis_change', key: 'id', columns: { changes: 'jsonb' }, where: sql`t.record_id = ${key} AND ${entityIs(entity)}` });
  // Undone, it would come back.
  await tx.rows(sql`DELETE FROM trellis_undo WHERE record_id = ${key}`);
  const told = value([id, ...erasure.values.texts.map((text) => JSON.stringify(text).slice(1, -1))], 'text[]');
  await tx.rows(sql`DELETE FROM trellis_idempotency WHERE EXISTS (SELECT FROM unnest(${told}) one WHERE strpos(body, one) > 0)`);
  await maskRows(erasure, { table: 'trellis_comment', key: 'id', columns: { text: 'text' }, where: sql`t.record_id IN (${near})` });
  for (const part of erasure.parts) await eraseEvents(erasure, part);
}

function entityIs({ id, formerIds }: Entity): ReturnType<typeof sql> {
  return sql`t.entity = ANY(${value([id, ...formerIds], 'text[]')})`;
}

/** What was, becomes nothing; that something was stays. Lines are told by a title that may hold what is erased. */
async function eraseHistory({ tx, entity, id, parts }: Erasure): Promise<void> {
  const erased = parts.flatMap(({ lines, fields }) => {
    const names = fields.flatMap(namesOf);
    if (lines === null) return names;
    return fields.length === 0 ? [] : namesOf(lines).flatMap((owner) => [owner, ...names.map((name) => `${owner}.${name}`)]);
  });
  await tx.rows(sql`UPDATE trellis_change t SET changes = (
      SELECT coalesce(jsonb_agg(CASE WHEN c ->> 'field' = ANY(${value(erased, 'text[]')}) THEN c || '{"from": null, "to": null}' ELSE c END ORDER BY at), '[]'::jsonb)
      FROM jsonb_array_elements(changes) WITH ORDINALITY AS e (c, at))
    WHERE record_id = ${value(id, 'uuid')} AND ${entityIs(entity)}`);
}

/** Events keep rows as they stood, by their columns; those of lines are told by their parent. */
async function eraseEvents(erasure: Erasure, { entity, lines, fields }: PersonalPart): Promise<void> {
  const { tx, id, values } = erasure;
  const key = value(id, 'uuid');
  const isOwn = lines === null ? sql`t.record_id = ${key}` : sql`coalesce(t.after, t.before) ->> 'parent_id' = ${value(id, 'text')}`;
  const rows = await tx.rows(
    sql`SELECT t.seq::text AS seq, t.before, t.after, t.error FROM trellis_event t WHERE ${isOwn} AND ${entityIs(entity)} ORDER BY t.seq FOR UPDATE`,
  );
  for (const row of rows) {
    const [before, after] = [row['before'], row['after']].map((json) => {
      if (json === null) return null;
      const kept = Object.entries(membersOf(json)).filter(([column]) => !fields.some((field) => isColumnOf(field, column)));
      return JSON.stringify(values.masked(Object.fromEntries(kept)));
    });
    const error = row['error'] === null ? null : String(values.masked(row['error']));
    const sets = [sql`before = ${value(before, 'jsonb')}`, sql`after = ${value(after, 'jsonb')}`, sql`error = ${value(error, 'text')}`];
    await tx.rows(sql`UPDATE trellis_event SET ${join(sets, ', ')} WHERE ${raw('seq')} = ${value(row['seq'], 'bigint')}`);
  }
}

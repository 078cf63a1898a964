import type { Executor, Row } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';
import type { WriteHook } from '../../records/hooks.js';
import type { Erasure } from '../../records/personal/erasure.js';
import { maskRows } from '../../records/personal/mask-rows.js';
import { membersOf, withoutPersonal } from '../../records/personal/personal-parts.js';

/** Runs about a record forget what went through them once they have ended; what others need to go on loses what is erased, and so do runs about what refers to the record, or in which it was found. */
export const eraseRuns: WriteHook = {
  appliesTo: () => false,
  async erased(erasure) {
    const { tx, id } = erasure;
    const mentions = (column: Sql): Sql => sql`strpos(${column}::text, ${value(id, 'text')}) > 0`;
    const rows = await tx.rows(sql`
      SELECT r.id::text AS id, r.record_id::text AS record, r.entity, r.status, r.vars FROM trellis_run r
      WHERE r.record_id IN (${erasure.near}) OR ${mentions(sql`r.vars`)}
        OR EXISTS (SELECT FROM trellis_step s WHERE s.run = r.id AND (${mentions(sql`s.input`)} OR ${mentions(sql`s.output`)}))
      ORDER BY r.id FOR UPDATE`);
    const own = rows.filter(({ record }) => erasure.own.has(String(record)));
    const isOver = ({ status }: Row): boolean => status === 'done' || status === 'cancelled';
    await emptyRuns(
      tx,
      own.filter(isOver).map((row) => String(row['id'])),
    );
    for (const row of own) if (!isOver(row)) await thinVars(erasure, row);
    await maskRuns(
      erasure,
      value(
        rows.map((row) => String(row['id'])),
        'uuid[]',
      ),
    );
  },
};

/** The course stays: what was done when, and how it ended. */
async function emptyRuns(tx: Executor, ids: readonly string[]): Promise<void> {
  const runs = value(ids, 'uuid[]');
  await tx.rows(sql`UPDATE trellis_attempt SET error = NULL WHERE step IN (SELECT id FROM trellis_step WHERE run = ANY(${runs}))`);
  await tx.rows(sql`UPDATE trellis_step SET input = NULL, output = NULL, error = NULL WHERE run = ANY(${runs})`);
  await tx.rows(sql`UPDATE trellis_incident SET detail = '{}' WHERE run = ANY(${runs})`);
  await tx.rows(sql`UPDATE trellis_run SET vars = '{}' WHERE id = ANY(${runs})`);
}

/** The record before the event, or as it was when it went. */
async function thinVars({ tx, parts }: Erasure, row: Row): Promise<void> {
  const vars = membersOf(row['vars']);
  const ofLine = parts.find(({ entity, lines }) => lines !== null && entity.id === row['entity']);
  const about = ofLine === undefined ? parts : [{ ...ofLine, lines: null }];
  const thin = (one: unknown): unknown => (typeof one === 'object' && one !== null ? withoutPersonal(about, membersOf(one)) : (one ?? null));
  const text = JSON.stringify({ ...vars, old: thin(vars['old']), gone: thin(vars['gone']) });
  await tx.rows(sql`UPDATE trellis_run SET vars = ${value(text, 'jsonb')} WHERE id = ${value(row['id'], 'uuid')}`);
}

async function maskRuns(erasure: Erasure, runs: ReturnType<typeof value>): Promise<void> {
  const steps = sql`(SELECT id FROM trellis_step WHERE run = ANY(${runs}))`;
  const json = 'jsonb' as const;
  await maskRows(erasure, { table: 'trellis_run', key: 'id', columns: { vars: json }, where: sql`t.id = ANY(${runs})` });
  await maskRows(erasure, { table: 'trellis_step', key: 'id', columns: { input: json, output: json, error: json }, where: sql`t.run = ANY(${runs})` });
  await maskRows(erasure, { table: 'trellis_attempt', key: 'id', columns: { error: json }, where: sql`t.step IN ${steps}` });
  await maskRows(erasure, { table: 'trellis_incident', key: 'id', columns: { detail: json }, where: sql`t.run = ANY(${runs})` });
}

import { identifier, sql, value } from '../../data/sql.js';
import { Exact } from '../../definitions/expressions/exact.js';
import type { ConversionLines, Entity } from '../../definitions/model.js';
import { columnOf } from '../../records/conversions/refresh-done.js';
import { holds, type StepRun, type Subject } from '../steps/step-run.js';
import { entityOf } from '../steps/write-steps.js';

/** A line of which something can still be taken. */
export interface OpenLine {
  readonly id: string;
  readonly quantity: InstanceType<typeof Exact>;
  readonly open: InstanceType<typeof Exact>;
}

/** The lines of a record of which something is open, in order. */
export async function openLines(run: StepRun, subject: Subject, lines: ConversionLines): Promise<readonly OpenLine[]> {
  const line: Entity = entityOf(run, lines.line);
  const [from, done] = [identifier(columnOf(line, lines.quantity.from)), identifier(columnOf(line, lines.quantity.done))];
  const rows = await run.tx.rows(
    sql`SELECT id::text AS id, coalesce(${from}, 0)::text AS quantity, (coalesce(${from}, 0) - coalesce(${done}, 0))::text AS open FROM ${identifier(line.table)} WHERE parent_id = ${value(subject.id, 'uuid')} ORDER BY position, id`,
  );
  const open: OpenLine[] = [];
  for (const row of rows) {
    const one = { id: String(row['id']), quantity: new Exact(String(row['quantity'])), open: new Exact(String(row['open'])) };
    if (one.open.gt(0) && (await holds(run, lines.when, new Map([['line', run.records.reference(line, one.id)]])))) open.push(one);
  }
  return open;
}

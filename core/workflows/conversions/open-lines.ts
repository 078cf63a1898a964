import { sql, value } from '../../data/sql.js';
import { Exact, roundTo } from '../../definitions/expressions/exact.js';
import type { CountingConversion } from '../../records/conversions/conversions-of.js';
import { asCounted } from '../../records/functions/as-counted.js';
import { countSql } from '../../records/conversions/count-sql.js';
import { holds, type StepRun, type Subject } from '../steps/step-run.js';
import { entityOf } from '../steps/write-steps.js';

type Quantity = InstanceType<typeof Exact>;

/** A line of which something can still be taken; quantities in the unit of the line. */
export interface OpenLine {
  readonly id: string;
  readonly quantity: Quantity;
  readonly open: Quantity;
  /** What is open with the digits that the field of the line keeps, as people see and ask it. */
  readonly shown: Quantity;
  /** How the unit of the line is called; null where it has none. */
  readonly unit: string | null;
}

/** The lines of a record of which something is open, in order. */
export async function openLines(run: StepRun, subject: Subject, conversion: CountingConversion): Promise<readonly OpenLine[]> {
  const { lines } = conversion;
  const line = entityOf(run, lines.line);
  const scale = line.fields.get(lines.quantity.from)?.scale ?? 0;
  const rows = await run.tx.rows(countSql(run.platform.model, conversion, sql`s.parent_id = ${value(subject.id, 'uuid')}`));
  const open: OpenLine[] = [];
  for (const row of rows) {
    const quantity = new Exact(String(row['quantity'] ?? '0'));
    const left = quantity.minus(String(row['taken']));
    const one = { id: String(row['id']), quantity, open: left, shown: shownOf(quantity, left, scale), unit: textOrNull(row['own']) };
    if (one.shown.gt(0) && (await holds(run, lines.when, new Map([['line', run.records.reference(line, one.id)]])))) open.push(one);
  }
  return open;
}

/** Rounded; yet what is left of a finer unit than the digits tell is never shown as nothing. */
function shownOf(quantity: Quantity, left: Quantity, scale: number): Quantity {
  const rounded = roundTo(left, scale);
  const isLess = left.gt(0) && rounded.isZero() && asCounted(quantity.minus(left), scale) === null;
  return isLess ? new Exact(10).pow(-scale) : rounded;
}

function textOrNull(content: unknown): string | null {
  return typeof content === 'string' ? content : null;
}

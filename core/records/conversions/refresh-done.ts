import type { Executor } from '../../data/database.js';
import { identifier, sql, value } from '../../data/sql.js';
import { Exact, roundTo } from '../../definitions/expressions/exact.js';
import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { askerOf } from '../../kernel/asker-of.js';
import { textIn } from '../../kernel/locale.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import { asCounted } from '../functions/as-counted.js';
import { lockRow } from '../write/load-draft.js';
import { recompute } from '../write/recompute.js';
import { unitsOf } from './conversion-units.js';
import { conversionsInto, type CountingConversion } from './conversions-of.js';
import { columnOf, countSql, entitiesOf } from './count-sql.js';
import { seenOf, seesQuantities, seesTitle } from './seen-lines.js';

interface Refreshing {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
}

/** Of which lines there must be enough. */
interface Demand {
  /** By line the place that takes of it; null for all of them, at none. What takes nothing of a line any more is never refused. */
  readonly places: ReadonlyMap<string, string> | null;
  /** What was noted as taken was counted in another unit, and says nothing. */
  readonly isRecounted?: boolean;
}

const everyLine: Demand = { places: null };

/**
 * Counts anew how much of lines is taken by what was made of them. Their records are locked first, so that whoever else takes of them waits, and then all that stands is added up; more than
 * there is is refused at the line that takes it. What the record itself holds of another may have changed with it, so that is counted too.
 */
export async function refreshDone(refreshing: Refreshing, conversion: CountingConversion, ids: ReadonlySet<string>, demand: Demand = everyLine): Promise<void> {
  if (ids.size === 0) return;
  const { platform, tx, caller } = refreshing;
  const { source, line } = entitiesOf(platform.model, conversion);
  const lines = identifier(line.table);
  const list = value([...ids], 'uuid[]');
  const owners = (await tx.rows(sql`SELECT DISTINCT parent_id::text AS id FROM ${lines} WHERE id = ANY(${list}) ORDER BY 1`)).map((row) => String(row['id']));
  for (const owner of owners) await lockRow(tx, source, owner, 'NO KEY UPDATE');
  const rows = await tx.rows(countSql(platform.model, conversion, sql`s.id = ANY(${list})`));
  await demandEnough(refreshing, conversion, rows, demand);
  const { done } = conversion.lines.quantity;
  const kept = rows.map((row) => ({ id: row['id'], taken: noted(row, line.fields.get(done)?.scale ?? 0), done: number(row['done']) }));
  const changed = kept.filter(({ taken, done: before }) => !taken.eq(before));
  if (changed.length === 0) return;
  const given = value(JSON.stringify(changed.map(({ id, taken }) => ({ id, taken: taken.toFixed() }))), 'jsonb');
  await tx.rows(
    sql`UPDATE ${lines} t SET ${identifier(columnOf(line, done))} = d.taken FROM jsonb_to_recordset(${given}) AS d(id uuid, taken numeric) WHERE t.id = d.id`,
  );
  for (const owner of owners) await recompute(platform, tx, caller, source, owner);
  await refreshEarlier(refreshing, source, owners);
}

/** What is taken, rounded; yet neither is all noted where some is left, nor nothing where some is taken. */
function noted(row: Row, scale: number): Quantity {
  const [taken, all] = [number(row['taken']), number(row['quantity'])];
  const [least, rounded] = [new Exact(10).pow(-scale), roundTo(taken, scale)];
  if (asCounted(taken, scale) !== null) return rounded;
  if (taken.lt(all) && rounded.gte(all)) return all.minus(least);
  return taken.gt(0) && rounded.isZero() ? least : rounded;
}

/** Counts anew what records hold of those that they came of, after formulas of their lines were brought up to date: what counts may be one of them. */
export async function refreshEarlier(refreshing: Refreshing, entity: Entity, ids: readonly string[]): Promise<void> {
  const { platform, tx } = refreshing;
  for (const earlier of conversionsInto(platform.model, entity)) {
    const { targetLine } = entitiesOf(platform.model, earlier);
    // A quantity that is written is counted when it is written.
    if (earlier.lines.quantity.counts === earlier.lines.quantity.to) continue;
    const from = identifier(columnOf(targetLine, earlier.lines.source));
    const held = await tx.rows(
      sql`SELECT DISTINCT ${from}::text AS id FROM ${identifier(targetLine.table)} WHERE parent_id = ANY(${value(ids, 'uuid[]')}) AND ${from} IS NOT NULL`,
    );
    await refreshDone(refreshing, earlier, new Set(held.map((row) => String(row['id']))));
  }
}

type Row = Readonly<Record<string, unknown>>;
type Quantity = InstanceType<typeof Exact>;

/** More than there is may stand from before; it may become less, never more. How much there is, and in which unit, is told to those who see it. */
async function demandEnough(refreshing: Refreshing, conversion: CountingConversion, rows: readonly Row[], { places, isRecounted }: Demand): Promise<void> {
  const isMore = (row: Row): boolean => isRecounted === true || number(row['taken']).gt(number(row['done']));
  const asked = rows.filter(({ id }) => places === null || places.has(String(id)));
  const over = asked.filter((row) => isStrange(row) || (isOver(row) && isMore(row)));
  if (over.length === 0) return;
  const { platform, tx, caller } = refreshing;
  const { source, line } = entitiesOf(platform.model, conversion);
  const asker = askerOf(caller);
  const policy = platform.policyOf(asker);
  const seen = seesQuantities(policy, conversion) ? await seenOf(platform, tx, asker, source, new Set(over.map(({ owner }) => String(owner)))) : new Set();
  const isNamed = seesTitle(policy, line);
  const unit = unitsOf(platform.model, conversion)?.unit;
  const isUnitNamed = unit !== undefined && seesTitle(policy, unit);
  const violations = over.map((row): Violation => {
    const pointer = places?.get(String(row['id'])) ?? '';
    const isTold = seen.has(String(row['owner'])) && (!isStrange(row) || isUnitNamed);
    if (!isTold) return { pointer, code: isStrange(row) ? 'conversion.strange-unit' : 'conversion.more-than-there' };
    const label = isNamed ? String(row['label'] ?? '') : textIn(line.label, caller.locale);
    if (isStrange(row)) return { pointer, code: 'conversion.other-unit', params: { label, unit: String(row['strange']), of: String(row['own']) } };
    return { pointer, code: 'conversion.too-much', params: { label, most: number(row['quantity']).toFixed(), taken: shown(number(row['taken'])) } };
  });
  const [first] = violations;
  if (first !== undefined) throw new UserError(422, first.code, first.params ?? {}, violations);
}

/** More is taken than there is, by more than the digits of a factor leave over. */
function isOver(row: Row): boolean {
  const [taken, all] = [number(row['taken']), number(row['quantity'])];
  return taken.gt(all) && asCounted(taken, all.decimalPlaces())?.eq(all) !== true;
}

/** Something was made of it in a unit that cannot be converted. */
function isStrange(row: Row): boolean {
  return typeof row['strange'] === 'string';
}

function number(text: unknown): Quantity {
  return new Exact(String(text ?? '0'));
}

function shown(quantity: Quantity): string {
  return roundTo(quantity, 6).toFixed();
}

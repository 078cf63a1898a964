import type { Executor } from '../../data/database.js';
import { expressionToSql } from '../../data/expression-sql.js';
import { rowNames } from '../../data/row-names.js';
import { identifier, sql, value, type Sql } from '../../data/sql.js';
import { Exact } from '../../definitions/expressions/exact.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { askerOf } from '../../kernel/asker-of.js';
import { textIn } from '../../kernel/locale.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import { lockRow } from '../write/load-draft.js';
import { recompute } from '../write/recompute.js';
import { conversionsInto, type CountingConversion } from './conversions-of.js';
import { seenOf, seesQuantities, seesTitle } from './seen-lines.js';

interface Refreshing {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
}

/**
 * Counts anew how much of lines is taken by what was made of them. Their records are locked first, so that whoever else takes of them waits, and then all that stands is added up; more than
 * there is is refused at the line that takes it. What the record itself holds of another may have changed with it, so that is counted too.
 */
export async function refreshDone(
  refreshing: Refreshing,
  conversion: CountingConversion,
  ids: ReadonlySet<string>,
  pointerOf: (line: string) => string = () => '',
): Promise<void> {
  if (ids.size === 0) return;
  const { platform, tx, caller } = refreshing;
  const { source, line } = entitiesOf(platform.model, conversion);
  const lines = identifier(line.table);
  const list = value([...ids], 'uuid[]');
  const owners = (await tx.rows(sql`SELECT DISTINCT parent_id::text AS id FROM ${lines} WHERE id = ANY(${list}) ORDER BY 1`)).map((row) => String(row['id']));
  for (const owner of owners) await lockRow(tx, source, owner, 'NO KEY UPDATE');
  const rows = await tx.rows(countSql(platform.model, conversion, sql`s.id = ANY(${list})`));
  await demandEnough(refreshing, conversion, rows, pointerOf);
  const changed = rows.filter((row) => !number(row['taken']).eq(number(row['done'])));
  if (changed.length === 0) return;
  const done = identifier(columnOf(line, conversion.lines.quantity.done));
  const given = value(JSON.stringify(changed.map(({ id, taken }) => ({ id, taken }))), 'jsonb');
  await tx.rows(sql`UPDATE ${lines} t SET ${done} = d.taken FROM jsonb_to_recordset(${given}) AS d(id uuid, taken numeric) WHERE t.id = d.id`);
  for (const owner of owners) await recompute(platform, tx, caller, source, owner);
  await refreshEarlier(refreshing, source, owners);
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

/** How much there is of each line, how much is noted as taken, and how much is. */
export function countSql(model: Model, conversion: CountingConversion, which: Sql): Sql {
  const { line, target, targetLine } = entitiesOf(model, conversion);
  const { source, quantity } = conversion.lines;
  const label = expressionToSql(line.title, rowNames(line, identifier('s'), model, null));
  const stands = target.lifecycle === null ? sql`true` : sql`o.state <> ALL(${value([...conversion.released], 'text[]')})`;
  return sql`
    SELECT s.id::text AS id, s.parent_id::text AS owner, (${label})::text AS label, s.${identifier(columnOf(line, quantity.from))}::text AS quantity, coalesce(s.${identifier(columnOf(line, quantity.done))}, 0)::text AS done,
      (SELECT coalesce(sum(l.${identifier(columnOf(targetLine, quantity.counts))}), 0) FROM ${identifier(targetLine.table)} l JOIN ${identifier(target.table)} o ON o.id = l.parent_id
        WHERE l.${identifier(columnOf(targetLine, source))} = s.id AND ${stands})::text AS taken
    FROM ${identifier(line.table)} s WHERE ${which} ORDER BY s.id`;
}

type Row = Readonly<Record<string, unknown>>;

/** More than there is may stand from before; it may become less, never more. How much there is, is told to those who see it. */
async function demandEnough(refreshing: Refreshing, conversion: CountingConversion, rows: readonly Row[], pointerOf: (line: string) => string): Promise<void> {
  const over = rows.filter((row) => number(row['taken']).gt(number(row['quantity'])) && number(row['taken']).gt(number(row['done'])));
  if (over.length === 0) return;
  const { platform, tx, caller } = refreshing;
  const { source, line } = entitiesOf(platform.model, conversion);
  const asker = askerOf(caller);
  const policy = platform.policyOf(asker);
  const seen = seesQuantities(policy, conversion) ? await seenOf(platform, tx, asker, source, new Set(over.map(({ owner }) => String(owner)))) : new Set();
  const isNamed = seesTitle(policy, line);
  const violations = over.map((row): Violation => {
    const pointer = pointerOf(String(row['id']));
    if (!seen.has(String(row['owner']))) return { pointer, code: 'conversion.more-than-there' };
    const label = isNamed ? String(row['label'] ?? '') : textIn(line.label, caller.locale);
    const params = { label, most: number(row['quantity']).toFixed(), taken: number(row['taken']).toFixed() };
    return { pointer, code: 'conversion.too-much', params };
  });
  const [first] = violations;
  if (first !== undefined) throw new UserError(422, first.code, first.params ?? {}, violations);
}

function number(text: unknown): InstanceType<typeof Exact> {
  return new Exact(String(text ?? '0'));
}

interface Entities {
  readonly source: Entity;
  readonly line: Entity;
  readonly target: Entity;
  readonly targetLine: Entity;
}

export function entitiesOf(model: Model, { entity, target, lines }: CountingConversion): Entities {
  const one = (id: string): Entity => {
    const found = model.entities.get(id);
    if (found === undefined) throw new Error(`no entity ${id}`);
    return found;
  };
  return { source: one(entity), line: one(lines.line), target: one(target), targetLine: one(lines.targetLine) };
}

export function columnOf({ id, fields }: Entity, name: string): string {
  const field = fields.get(name);
  if (field === undefined) throw new Error(`${id} has no field ${name}`);
  return field.column;
}

import { expressionToSql } from '../../data/expression-sql.js';
import { quotient } from '../../data/expression-sql/quotient.js';
import { columnAt, rowNames } from '../../data/row-names.js';
import { identifier, join, raw, sql, value, type Sql } from '../../data/sql.js';
import type { Entity, Model } from '../../definitions/model.js';
import { unitsOf } from './conversion-units.js';
import type { CountingConversion } from './conversions-of.js';

/** How much there is of each line, how much is noted as taken, and how much is, in the unit of the line; and the units, where what was made of it is in one that cannot be converted. */
export function countSql(model: Model, conversion: CountingConversion, which: Sql): Sql {
  const { line } = entitiesOf(model, conversion);
  const { quantity } = conversion.lines;
  const label = expressionToSql(line.title, rowNames(line, identifier('s'), model, null));
  const { joined, taken, strange, own } = takenSql(model, conversion);
  return sql`
    SELECT s.id::text AS id, s.parent_id::text AS owner, (${label})::text AS label, s.${identifier(columnOf(line, quantity.from))}::text AS quantity, coalesce(s.${identifier(columnOf(line, quantity.done))}, 0)::text AS done,
      ${taken}::text AS taken, ${strange}::text AS strange, ${own}::text AS own
    FROM ${identifier(line.table)} s ${joined} WHERE ${which} ORDER BY s.parent_id, s.position, s.id`;
}

interface TakenSql {
  readonly joined: Sql;
  readonly taken: Sql;
  readonly strange: Sql;
  readonly own: Sql;
}

/** Quantities are added up in the smallest unit before they are divided, so that twelve pieces are a dozen to the last digit. */
function takenSql(model: Model, conversion: CountingConversion): TakenSql {
  const { line, target, targetLine } = entitiesOf(model, conversion);
  const { source, quantity } = conversion.lines;
  const columns = new Map([...new Set([quantity.counts, quantity.to])].map((name) => [name, sql`l.${identifier(columnOf(targetLine, name))}`]));
  const stands = target.lifecycle === null ? sql`true` : sql`o.state <> ALL(${value([...conversion.released], 'text[]')})`;
  const made = sql`FROM ${identifier(targetLine.table)} l JOIN ${identifier(target.table)} o ON o.id = l.parent_id`;
  const ofLine = sql`l.${identifier(columnOf(targetLine, source))} = s.id AND ${stands}`;
  const units = unitsOf(model, conversion);
  const none = sql`NULL`;
  // Lines from before the formula that counts was declared count as they are written, until it is computed.
  const counted = (weights: ReadonlyMap<string, Sql>): Sql =>
    sql`coalesce(${join(
      [...columns].map(([name, column]) => (weights.has(name) ? sql`${column} * ${weights.get(name) ?? raw('1')}` : column)),
      ', ',
    )})`;
  if (units === null) return { joined: sql``, taken: sql`(SELECT coalesce(sum(${counted(new Map())}), 0) ${made} WHERE ${ofLine})`, strange: none, own: none };
  const { unit } = units;
  const table = identifier(unit.table);
  const [factor, category] = [identifier(columnOf(unit, 'factor')), identifier(columnOf(unit, 'category'))];
  const unitOf = (alias: string, path: readonly string[]): Sql =>
    sql`LEFT JOIN ${table} ${identifier(alias)} ON ${identifier(alias)}.id = ${unitAt(model, targetLine, 'l', [path, units.bare.to])}`;
  const other = sql`${unitOf('v', units.to)} ${unitOf('w', units.counts)}`;
  const called = (alias: string): Sql => expressionToSql(unit.title, rowNames(unit, identifier(alias), model, null));
  const weight = (alias: string): Sql =>
    sql`CASE WHEN ${identifier(alias)}.id IS NULL OR u.id IS NULL THEN coalesce(u.${factor}, 1) ELSE ${identifier(alias)}.${factor} END`;
  const weights = new Map([
    [quantity.counts, weight('w')],
    [quantity.to, weight('v')],
  ]);
  const sum = sql`(SELECT coalesce(sum(${counted(weights)}), 0) ${made} ${other} WHERE ${ofLine})`;
  return {
    joined: sql`LEFT JOIN ${table} u ON u.id = ${unitAt(model, line, 's', [units.from, units.bare.from])}`,
    taken: quotient(sum, sql`coalesce(u.${factor}, 1)`),
    strange: sql`(SELECT min(${called('v')}) ${made} ${other} WHERE ${ofLine} AND v.id <> u.id AND v.${category} = u.${category} IS NOT TRUE)`,
    own: called('u'),
  };
}

/** The unit at the first of the paths of a line at which there is one. */
function unitAt(model: Model, line: Entity, row: string, paths: readonly (readonly string[] | null)[]): Sql {
  return sql`coalesce(${join(
    paths.flatMap((path) => (path === null ? [] : [columnAt(line, identifier(row), path, model)])),
    ', ',
  )})`;
}

interface Entities {
  readonly source: Entity;
  readonly line: Entity;
  readonly target: Entity;
  readonly targetLine: Entity;
}

/** The records of a conversion and their lines. */
export function entitiesOf(model: Model, { entity, target, lines }: CountingConversion): Entities {
  const one = (id: string): Entity => {
    const found = model.entities.get(id);
    if (found === undefined) throw new Error(`no entity ${id}`);
    return found;
  };
  return { source: one(entity), line: one(lines.line), target: one(target), targetLine: one(lines.targetLine) };
}

/** The column of a field that is known to be there. */
export function columnOf({ id, fields }: Entity, name: string): string {
  const field = fields.get(name);
  if (field === undefined) throw new Error(`${id} has no field ${name}`);
  return field.column;
}

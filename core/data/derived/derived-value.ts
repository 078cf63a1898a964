import type { Entity, Field, Model, RecordRollup } from '../../definitions/model.js';
import { columnsOf } from '../columns.js';
import { conditionToSql, expressionToSql } from '../expression-sql.js';
import { quoted, quotedText } from '../quoted.js';
import { rowNames } from '../row-names.js';
import { raw, type Sql } from '../sql.js';

/** What a derived field ought to be in the row `t`, of the type of its column; the same whether it is kept, filled in or checked. */
export function derivedValue(model: Model, entity: Entity, field: Field): string {
  const type = columnsOf(entity).find((column) => column.field === field.name)?.sqlType ?? 'text';
  const value = field.rollup === null ? formulaValue(model, entity, field) : rollupValue(model, entity, field.rollup);
  return `(${value})::${type}`;
}

function formulaValue(model: Model, entity: Entity, field: Field): string {
  if (field.formula === null) throw new Error(`${entity.id}.${field.name} derives from nothing`);
  const value = textOf(expressionToSql(field.formula, rowNames(entity, raw('t'), model, null)));
  if (field.type !== 'enum') return value;
  const options = [...field.options.keys()].map(quotedText);
  return `SELECT CASE WHEN given.v IN (${options.join(', ')}) THEN given.v END FROM (SELECT (${value}) AS v) given`;
}

/** Which of them is found by the index of the reference. */
function rollupValue(model: Model, entity: Entity, rollup: RecordRollup): string {
  const summed = model.entities.get(rollup.entity);
  const reference = summed?.fields.get(rollup.reference)?.column;
  if (summed === undefined || reference === undefined) throw new Error(`${entity.id} sums up ${rollup.entity}, which is not there`);
  const where = rollup.where === null ? '' : ` AND ${textOf(conditionToSql(rollup.where, rowNames(summed, raw('c'), model, null)))}`;
  const [figure, order] = figureOf(rollup, summed);
  const table = quoted(summed.table);
  if (!rollup.isSubtree) return `SELECT ${figure} FROM ${table} c WHERE c.${quoted(reference)} = t.id${where}${order}`;
  // UNION and not UNION ALL: a circle of records comes to an end.
  return `WITH RECURSIVE below AS (SELECT t.id UNION SELECT b.id FROM ${table} b JOIN below ON b.${quoted(reference)} = below.id)
    SELECT ${figure} FROM ${table} c JOIN below ON below.id = c.id WHERE true${where}${order}`;
}

function figureOf({ function: how, of, by }: RecordRollup, summed: Entity): readonly [string, string] {
  const column = (name: string | null): string => `c.${quoted(summed.fields.get(name ?? '')?.column ?? 'id')}`;
  switch (how) {
    case 'count':
      return ['count(*)', ''];
    case 'sum':
      return [`coalesce(sum(${column(of)}), 0)`, ''];
    case 'latest':
      return [column(of), ` ORDER BY ${by === null ? '' : `${column(by)} DESC NULLS LAST, `}c.id DESC LIMIT 1`];
    default:
      return [`${how}(${column(of)})`, ''];
  }
}

function textOf(sql: Sql): string {
  const { text, values } = sql.build();
  if (values.length > 0) throw new Error(`${text} needs parameters`);
  return text;
}

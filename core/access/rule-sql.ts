import { conditionToSql } from '../data/expression-sql.js';
import { rowNames, userParameters } from '../data/row-names.js';
import { identifier, join, sql, type Sql } from '../data/sql.js';
import type { Entity, Model } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import type { RowRule } from './policy.js';

/** Whether a row of the entity, under the alias, is selected by the rule: a condition for WHERE, where NULL stands for false. Never put it under NOT. */
export function ruleSql(rule: RowRule, entity: Entity, alias: string, caller: Caller, model: Model): Sql {
  if (rule.kind === 'all') return sql`true`;
  if (rule.kind === 'none') return sql`false`;
  const names = rowNames(entity, identifier(alias), model, userParameters(caller));
  return sql`(${join(
    rule.of.map((expression) => conditionToSql(expression, names)),
    ' OR ',
  )})`;
}

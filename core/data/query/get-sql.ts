import type { Entity, Model, Transition } from '../../definitions/model.js';
import { conditionToSql } from '../expression-sql.js';
import { rowNames, type UserParameters } from '../row-names.js';
import { join, literal, raw, sql, value, type Sql } from '../sql.js';
import { allOf, QueryContext, type RowSource } from './query-context.js';
import { recordColumns, type Wanted } from './record-columns.js';
import type { Seen, Sight } from './sight.js';
import { tableSql } from './table-sql.js';

/** In which rows each transition may be run by the caller. */
export type ActionRights = (transition: Transition, alias: Sql) => Seen;

export interface GetQuery {
  readonly wanted: Wanted;
  readonly actions: ActionRights;
  /** What stands against a transition that is otherwise allowed, and the sentence that says so; null when nothing can. */
  readonly refusal: (transition: Transition, alias: Sql) => { readonly condition: Sql; readonly message: string } | null;
  /** What could be undone of the row, as JSON; null when nothing can. */
  readonly undo: (alias: Sql) => Sql | null;
  readonly user: UserParameters;
}

/** One record as JSON text; no row when it is not there or not seen. */
export function getSql(model: Model, sight: Sight, entity: Entity, id: string, query: GetQuery): Sql {
  const context = new QueryContext(model, sight);
  const source = context.source(entity);
  const where = allOf([sql`${source.alias}.id = ${value(id, 'uuid')}`, context.rowCondition(source)]);
  const columns = join([recordColumns(context, source, query.wanted), ...actionsColumn(context, source, query)], ', ');
  return sql`SELECT row_to_json(_row)::text FROM (SELECT ${columns} FROM ${tableSql(context, entity)} ${source.alias} WHERE ${where}) _row`;
}

/** Names of the transitions that state, role and guard allow now, and beside them those that are refused to the caller alone, with the reason. */
function actionsColumn(context: QueryContext, source: RowSource, query: GetQuery): readonly Sql[] {
  if (source.entity.lifecycle === null) return [];
  const parts = [...source.entity.lifecycle.transitions.values()].flatMap((transition) => {
    const when = allowedWhen(context, source, transition, query);
    return when === null ? [] : [{ name: literal(transition.name), when, refusal: query.refusal(transition, source.alias) }];
  });
  const cases = parts.map(
    ({ name, when, refusal }) => sql`CASE WHEN ${allOf([when, refusal === null ? null : sql`NOT (${refusal.condition})`])} THEN ${name} END`,
  );
  const refused = parts.flatMap(({ name, when, refusal }) =>
    refusal === null ? [] : [sql`${name}, CASE WHEN ${allOf([when, refusal.condition])} THEN ${value(refusal.message, 'text')} END`],
  );
  const list = cases.length === 0 ? raw("'[]'::json") : sql`to_json(array_remove(ARRAY[${join(cases, ', ')}]::text[], NULL))`;
  const undo = query.undo(source.alias);
  return [
    sql`${list} AS "_actions"`,
    ...(undo === null ? [] : [sql`${undo} AS "_undo"`]),
    ...(refused.length === 0 ? [] : [sql`jsonb_strip_nulls(jsonb_build_object(${join(refused, ', ')})) AS "_refused"`]),
  ];
}

function allowedWhen(context: QueryContext, source: RowSource, transition: Transition, { actions, user }: GetQuery): Sql | null {
  const seen = actions(transition, source.alias);
  if (seen.kind === 'nowhere') return null;
  const from = join(transition.declaration.from.map(literal), ', ');
  const names = rowNames(source.entity, source.alias, context.model, user);
  const guards = transition.guards.map(({ expression }) => conditionToSql(expression, names));
  return allOf([sql`${source.alias}.state IN (${from})`, seen.kind === 'where' ? seen.condition : null, ...guards]);
}

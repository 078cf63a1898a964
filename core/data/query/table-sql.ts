import type { Entity } from '../../definitions/model.js';
import { balancesAsOf } from '../ledgers/as-of-sql.js';
import { identifier, type Sql } from '../sql.js';
import type { QueryContext } from './query-context.js';
import { queryRows } from './query-rows.js';

/** What the rows of a list are taken from: a table, the rows of a query, or balances as they were. */
export function tableSql(context: QueryContext, entity: Entity): Sql {
  if (entity.query !== null) return queryRows(context, entity, entity.query);
  return context.asOf === null || entity.balanceOf === null ? identifier(entity.table) : balancesAsOf(context.model, entity, context.asOf);
}

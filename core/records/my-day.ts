import { sightOf } from '../access/sight-of.js';
import { conditionToSql } from '../data/expression-sql.js';
import { QueryContext, allOf } from '../data/query/query-context.js';
import { rowNames, userParameters } from '../data/row-names.js';
import { identifier, literal, raw, sql, value, join, type Sql } from '../data/sql.js';
import { clockAt } from '../definitions/expressions/clock-at.js';
import { evaluate } from '../definitions/expressions/evaluate.js';
import { RecordValue } from '../definitions/expressions/record-value.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import type { Platform } from './platform.js';
import { standardTimeZone } from '../kernel/time-zone.js';

const each = 50;
const daysAhead = 7;

/** What is the caller's to do until a week from now, of every entity that has an agenda, as JSON text: overdue first, each with the action that ends it. Only what the caller may see. */
export async function myDay(platform: Platform, caller: Caller): Promise<string> {
  const policy = platform.policyOf(caller);
  const parts = [...platform.model.entities.values()]
    .filter((entity) => entity.agenda !== null && policy.entity(entity.id).rows('read').kind !== 'none')
    .flatMap((entity) => dueSql(platform, caller, entity) ?? []);
  if (parts.length === 0) return '[]';
  const rows = join(parts, ' UNION ALL ');
  return (await platform.database.text(sql`SELECT coalesce(json_agg(d ORDER BY d.due, d.label), '[]'::json)::text FROM (${rows}) d`)) ?? '[]';
}

function dueSql({ model, policyOf }: Platform, caller: Caller, entity: Entity): Sql | null {
  const { agenda } = entity;
  const owner = entity.fields.get(agenda?.owner ?? '');
  const due = entity.fields.get(agenda?.due ?? '');
  if (agenda === null || owner === undefined || due === undefined) return null;
  const context = new QueryContext(model, sightOf(caller, policyOf(caller), model));
  const source = context.source(entity);
  const user = userParameters(caller);
  const names = rowNames(entity, source.alias, model, user);
  const where = allOf([
    context.rowCondition(source),
    sql`${context.column(source, owner)} = ${value(caller.userId, 'uuid')}`,
    sql`${context.column(source, due)} <= ${names.today} + ${raw(String(daysAhead))}`,
    agenda.open === null ? null : conditionToSql(agenda.open, names),
  ]);
  return sql`(SELECT ${literal(entity.id)} AS entity, ${source.alias}.id::text AS id, ${context.label(source)} AS label, ${context.column(source, due)}::text AS due, ${context.column(source, due)} < ${names.today} AS "isOverdue",
      ${context.column(source, due)} = ${names.today} AS "isToday", ${value(
        endingOf(entity, (action) => policyOf(caller).entity(entity.id).actionRows(action).kind !== 'none'),
        'text',
      )} AS ends
    FROM ${identifier(entity.table)} ${source.alias} WHERE ${where} ORDER BY ${context.column(source, due)} LIMIT ${raw(String(each))})`;
}

/** The usual next step that leaves nothing to do and asks for nothing, where the state alone tells whether something is; null without one. */
function endingOf({ agenda, lifecycle }: Entity, mayRun: (action: string) => boolean): string | null {
  const open = agenda?.open ?? null;
  if (open === null || lifecycle === null || open.reads.some((path) => path.join('.') !== 'state')) return null;
  const isOpen = (state: string): boolean => {
    const record = new RecordValue(null, (name) => (name === 'state' ? state : null));
    return evaluate(open, { record, variables: new Map(), ...clockAt(new Date(), standardTimeZone) }) === true;
  };
  const endings = [...lifecycle.transitions.values()].filter(
    ({ declaration: { primary, ask, to, from }, input }) =>
      primary === true && ask === undefined && input.size === 0 && to !== undefined && !isOpen(to) && from.some(isOpen),
  );
  return endings.find(({ name }) => mayRun(name))?.name ?? null;
}

import type { Verb } from '../../schemas/generated/types.js';
import { conditionToSql } from '../data/expression-sql.js';
import { rowNames, userParameters } from '../data/row-names.js';
import type { Seen, Sight } from '../data/query/sight.js';
import { join, sql, type Sql } from '../data/sql.js';
import type { Entity, Model } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import type { Policy, RowRule } from './policy.js';

/** What a caller sees, for the compiler of queries. With another verb than read, the rows are those that both allow. */
export function sightOf(caller: Caller, policy: Policy, model: Model, verb: Verb = 'read'): Sight {
  const user = userParameters(caller);
  const seen = (rule: RowRule, entity: Entity, alias: Sql): Seen => {
    if (rule.kind !== 'any') return { kind: rule.kind === 'all' ? 'everywhere' : 'nowhere' };
    const names = rowNames(entity, alias, model, user);
    return {
      kind: 'where',
      condition: join(
        rule.of.map((expression) => sql`(${conditionToSql(expression, names)})`),
        ' OR ',
      ),
    };
  };
  return {
    rows: (entity, alias) => {
      const rights = policy.entity(entity.id);
      const reading = seen(rights.rows('read'), entity, alias);
      return verb === 'read' ? reading : both(reading, seen(rights.rows(verb), entity, alias));
    },
    field: (entity, field, alias) => {
      const rights = policy.entity(entity.id);
      if (rights.isAlwaysSeen(field.name)) return { kind: rights.fieldRows(field.name).kind === 'none' ? 'nowhere' : 'everywhere' };
      const owner = entity.parent === null ? entity : model.entities.get(entity.parent.entity);
      return owner === undefined ? { kind: 'nowhere' } : seen(rights.fieldRows(field.name), owner, alias);
    },
  };
}

function both(one: Seen, other: Seen): Seen {
  if (one.kind === 'everywhere' || other.kind === 'nowhere') return other;
  if (other.kind === 'everywhere' || one.kind === 'nowhere') return one;
  return { kind: 'where', condition: sql`(${one.condition}) AND (${other.condition})` };
}

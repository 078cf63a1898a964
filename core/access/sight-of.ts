import type { Verb } from '../../schemas/generated/types.js';
import { conditionToSql } from '../data/expression-sql.js';
import { rowNames, userParameters } from '../data/row-names.js';
import type { Seen, Sight } from '../data/query/sight.js';
import { identifier, join, sql, type Sql } from '../data/sql.js';
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
    locale: caller.locale,
    rows: (entity, alias) => {
      const rights = policy.entity(entity.id);
      const owner = model.entities.get(entity.parent?.entity ?? '');
      // A line is seen when its owner is.
      const allowed = (asked: Verb): Seen =>
        owner === undefined ? seen(rights.rows(asked), entity, alias) : throughOwner(seen(rights.rows(asked), owner, identifier('owner')), owner, alias);
      return verb === 'read' ? allowed('read') : both(allowed('read'), allowed(verb));
    },
    field: (entity, field, alias) => {
      const rights = policy.entity(entity.id);
      if (rights.isAlwaysSeen(field.name)) return { kind: rights.fieldRows(field.name).kind === 'none' ? 'nowhere' : 'everywhere' };
      const owner = entity.parent === null ? entity : model.entities.get(entity.parent.entity);
      return owner === undefined ? { kind: 'nowhere' } : seen(rights.fieldRows(field.name), owner, alias);
    },
  };
}

/** A rule of rows of the owner, asked of the owner of a line. */
function throughOwner(seen: Seen, owner: Entity, line: Sql): Seen {
  if (seen.kind !== 'where') return seen;
  return {
    kind: 'where',
    condition: sql`EXISTS (SELECT 1 FROM ${identifier(owner.table)} "owner" WHERE "owner".id = ${line}.parent_id AND (${seen.condition}))`,
  };
}

function both(one: Seen, other: Seen): Seen {
  if (one.kind === 'everywhere' || other.kind === 'nowhere') return other;
  if (other.kind === 'everywhere' || one.kind === 'nowhere') return one;
  return { kind: 'where', condition: sql`(${one.condition}) AND (${other.condition})` };
}

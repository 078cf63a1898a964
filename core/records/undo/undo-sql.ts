import type { EntityPolicy } from '../../access/policy.js';
import { ruleSql } from '../../access/rule-sql.js';
import { join, literal, sql, type Sql } from '../../data/sql.js';
import type { Entity, Transition } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../platform.js';

/** The action that takes the last transition back. */
export const undoName = 'undo';

/** Transitions that say that they can be undone. */
export function undoable({ lifecycle }: Entity): readonly Transition[] {
  return [...(lifecycle?.transitions.values() ?? [])].filter(({ declaration }) => declaration.undo !== undefined);
}

/** Whether any of them can be. */
export function isUndoable(entity: Entity): boolean {
  return undoable(entity).length > 0;
}

/** What the caller could undo of a row now: the last thing that happened to it, if that was such a transition, its time is not over, and it is one that the caller may run. Null where nothing can be. */
export function undoSql(platform: Platform, caller: Caller, entity: Entity, alias: Sql, aliasName: string): Sql | null {
  const rights: EntityPolicy = platform.policyOf(caller).entity(entity.id);
  const allowed = undoable(entity).filter(({ name }) => rights.actionRows(name).kind !== 'none');
  if (allowed.length === 0) return null;
  const cases = allowed.map(
    ({ name }) => sql`(u.action = ${literal(name)} AND (${ruleSql(rights.actionRows(name), entity, aliasName, caller, platform.model)}))`,
  );
  return sql`(SELECT json_build_object('action', u.action, 'until', to_char(u.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) FROM trellis_undo u
    WHERE u.record_id = ${alias}.id AND u.version = ${alias}.version AND (u.until IS NULL OR u.until > now()) AND (${join(cases, ' OR ')}))`;
}

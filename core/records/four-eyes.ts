import type { Executor } from '../data/database.js';
import { identifier, join, literal, sql, value, type Sql } from '../data/sql.js';
import type { Entity, Transition } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { textIn } from '../kernel/locale.js';
import { messageIn } from '../kernel/messages/message.js';
import { UserError } from '../kernel/user-error.js';

/** Whether the caller has had a hand in the record of the row before: made it, or ran a transition that leaves them out. Null where one pair of eyes is enough. */
export function hadAHandSql({ declaration }: Transition, alias: Sql, caller: Caller): Sql | null {
  const { fourEyes } = declaration;
  if (fourEyes === undefined) return null;
  const { maker = true, transitions = [] } = fourEyes;
  const who = value(caller.userId, 'uuid');
  const made = sql`coalesce(${alias}.created_by = ${who}, false)`;
  const names = join(transitions.map(literal), ', ');
  const ran = sql`EXISTS (SELECT FROM trellis_change f WHERE f.record_id = ${alias}.id AND f.op = 'action' AND f.actor = ${who} AND f.action IN (${names}))`;
  return join([...(maker ? [made] : []), ...(transitions.length === 0 ? [] : [ran])], ' OR ');
}

/** Refuses the transition to whoever had a hand in the record. Asked in a statement of its own once the row is locked, so that it knows what was done by whoever held it before. */
export async function demandFourEyes(tx: Executor, caller: Caller, entity: Entity, transition: Transition, id: string): Promise<void> {
  const question = hadAHandSql(transition, identifier('t'), caller);
  if (question === null) return;
  const [row] = await tx.rows(sql`SELECT (${question}) AS had FROM ${identifier(entity.table)} t WHERE t.id = ${value(id, 'uuid')}`);
  if (row?.['had'] === true) throw new UserError(403, 'record.four-eyes', fourEyesParams(caller, entity, transition));
}

/** The refusal as a sentence, for those who look at the record. */
export function fourEyesMessage(caller: Caller, entity: Entity, transition: Transition): string {
  return messageIn('record.four-eyes', fourEyesParams(caller, entity, transition), caller.locale);
}

function fourEyesParams(caller: Caller, entity: Entity, { declaration }: Transition): { readonly action: string; readonly entity: string } {
  return { action: textIn(declaration.label, caller.locale), entity: textIn(entity.label, caller.locale).toLowerCase() };
}

import type { EntityPolicy, RowRule } from '../access/policy.js';
import type { Sql } from '../data/sql.js';
import type { FieldValue } from '../definitions/field-types/field-type.js';
import type { Entity, Transition } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { textIn } from '../kernel/locale.js';
import { UserError, type Violation } from '../kernel/user-error.js';
import type { Platform } from './platform.js';
import { forbidden } from './write/field-rights.js';
import { mayQuestion, type Locked } from './write/load-draft.js';

type Kept = ReadonlyMap<string, FieldValue>;

/** In which rows the caller may answer for a field. Who may change records at all needs the right to change the field; who may only run transitions answers what these ask, but for what is hidden. */
export function answerableRows(rights: EntityPolicy, name: string): RowRule {
  return rights.rows('update').kind === 'none' ? rights.fieldRows(name) : rights.writableRows(name, 'update');
}

/** Questions about the row: whether each answer may be given in it. */
export function keptQuestions(platform: Platform, caller: Caller, entity: Entity, kept: Kept): readonly (readonly [string, Sql])[] {
  const rights = platform.policyOf(caller).entity(entity.id);
  return [...kept.keys()].map((name) => [`keep_${name}`, mayQuestion(platform, caller, entity, answerableRows(rights, name))] as const);
}

interface Answered {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly entity: Entity;
  readonly transition: Transition;
}

/** What is kept of the answers: the reason each time, anything else where the record has nothing. Says which reason is missing; throws 403 where the caller may not answer. */
export function keptValues(
  { caller, entity, transition }: Answered,
  locked: Locked,
  kept: Kept,
): { readonly values: Kept; readonly violations: readonly Violation[] } {
  const now = (name: string): FieldValue => locked.draft.values.get(name) ?? null;
  const values = new Map([...kept].filter(([name]) => transition.asks.get(name)?.isReason === true || now(name) === null));
  const refused = [...values.keys()].filter((name) => locked.answers.get(`keep_${name}`) !== true).map((name) => forbidden(entity, caller, name, `/${name}`));
  const [first] = refused;
  if (first !== undefined) throw new UserError(403, 'record.field-forbidden', first.params ?? {}, refused);
  const missing = [...transition.asks].filter(([name, { isReason }]) => isReason && !values.has(name));
  const violations = missing.map(([name, { field }]): Violation => ({
    pointer: `/${name}`,
    code: 'field.required',
    params: { field: textIn(field.label, caller.locale) },
  }));
  return { values, violations };
}

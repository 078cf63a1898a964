import type { TransitionDeclaration } from '../../../schemas/generated/types.js';
import type { Entity, Field, Lifecycle } from '../model.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import type { EntityDraft, Part } from './entity-draft.js';

interface Checking {
  readonly draft: EntityDraft;
  readonly entity: Entity;
  readonly lifecycle: Lifecycle;
  readonly reporter: Reporter;
}

/** Rules of a lifecycle that need no expressions: its states, and the fields and transitions that it names. */
export function checkLifecycle(draft: EntityDraft, entity: Entity, reporter: Reporter): void {
  const { lifecycle } = entity;
  if (lifecycle === null) return;
  const checking: Checking = { draft, entity, lifecycle, reporter };
  const place = below(draft.place, 'lifecycle');
  demandState(checking, lifecycle.initial, below(place, 'initial'));
  for (const [name, state] of lifecycle.states)
    (state.declaration.required ?? []).forEach((field, index) => checkRequired(checking, field, below(place, 'states', name, 'required', index)));
  for (const [name, part] of draft.transitions) checkTransition(checking, name, part);
  checkReachable(checking, place);
}

function demandState({ lifecycle, reporter }: Checking, state: string, at: Place): void {
  if (!lifecycle.states.has(state)) reporter.unknownName('lifecycle.unknown-state', at, state, lifecycle.states.keys());
}

function checkReachable({ draft, lifecycle, reporter }: Checking, place: Place): void {
  const reachable = new Set([lifecycle.initial, ...[...draft.transitions.values()].flatMap((part) => part.declaration.to ?? [])]);
  for (const state of [...lifecycle.states.keys()].filter((one) => !reachable.has(one))) {
    reporter.report('lifecycle.unreachable-state', below(place, 'states', state), {
      found: `"${state}"`,
      expected: 'a transition that leads to it',
      remedy: 'Add one, or delete the state.',
    });
  }
}

/** What can be empty and be filled: one value of the record's own. */
function isFillable(field: Field): boolean {
  return !field.isSystem && !field.isComputed && (field.column !== '' || field.type === 'any-reference') && field.type !== 'boolean' && field.type !== 'secret';
}

function checkRequired({ draft, entity, reporter }: Checking, name: string, at: Place): void {
  const field = entity.fields.get(name);
  if (field === undefined || !isFillable(field)) {
    reporter.unknownName('lifecycle.unknown-field', at, name, namesOf(entity, isFillable), 'Require another field.');
    return;
  }
  if ((field.declaration?.type === 'reference' || field.declaration?.type === 'any-reference') && field.declaration.onDelete === 'clear')
    reporter.report('lifecycle.contradiction', at, {
      found: `"${name}", which is emptied when what it refers to is deleted`,
      expected: 'a reference that holds fast what it refers to',
      remedy: `Delete "onDelete" of ${draft.declaration.name}.${name}, or do not require it.`,
    });
}

function checkTransition(checking: Checking, name: string, part: Part<TransitionDeclaration>): void {
  const { entity, reporter } = checking;
  const { declaration, place } = part;
  declaration.from.forEach((state, index) => demandState(checking, state, below(place, 'from', index)));
  if (declaration.to !== undefined) demandState(checking, declaration.to, below(place, 'to'));
  for (const field of Object.keys(declaration.set ?? {})) {
    const settable = namesOf(entity, (one) => !one.isSystem && !one.isComputed && one.column !== '' && one.type !== 'many-to-many' && one.type !== 'secret');
    if (!settable.includes(field))
      reporter.unknownName('lifecycle.unknown-field', below(place, 'set', field), field, settable, `Let ${name} set another field.`);
  }
  checkReason(checking, part);
  checkFourEyes(checking, name, part);
  checkAmend(checking, part);
  checkUndo(checking, name, part);
  const asked = entity.lifecycle?.transitions.get(name)?.asks ?? new Map();
  for (const input of Object.keys(declaration.input ?? {}).filter((one) => asked.has(one))) {
    reporter.report('lifecycle.contradiction', below(place, 'input', input), {
      found: `"${input}", which is asked as a field of the record already`,
      expected: 'another name, or no question of its own',
      remedy: 'Delete it: a reason and what a state requires are asked and kept without an input.',
    });
  }
}

function checkReason({ entity, reporter }: Checking, { declaration, place }: Part<TransitionDeclaration>): void {
  const { reason } = declaration;
  if (reason === undefined) return;
  const valid = namesOf(entity, (one) => !one.isSystem && !one.isComputed && !one.readOnly && (one.type === 'enum' || one.type === 'reference'));
  if (!valid.includes(reason)) reporter.unknownName('lifecycle.unknown-field', below(place, 'reason'), reason, valid, 'Name an enum or reference field.');
  else if (Object.hasOwn(declaration.set ?? {}, reason))
    reporter.report('lifecycle.contradiction', below(place, 'reason'), {
      found: `"${reason}", which the transition sets itself`,
      expected: 'a field that is asked',
      remedy: 'Delete it from "set".',
    });
}

function checkFourEyes({ draft, reporter }: Checking, name: string, { declaration, place }: Part<TransitionDeclaration>): void {
  const { fourEyes } = declaration;
  if (fourEyes === undefined) return;
  const others = [...draft.transitions.keys()].filter((one) => one !== name);
  (fourEyes.transitions ?? []).forEach((other, index) => {
    if (!others.includes(other)) reporter.unknownName('lifecycle.unknown-transition', below(place, 'fourEyes', 'transitions', index), other, others);
  });
  if (fourEyes.maker === false && (fourEyes.transitions ?? []).length === 0)
    reporter.report('lifecycle.contradiction', below(place, 'fourEyes'), {
      found: 'four eyes that leave nobody out',
      expected: 'the maker, or transitions',
      remedy: 'Name transitions, or delete "maker".',
    });
}

/** A version that stays where it is could be amended again, and two would be called the same. */
function checkAmend({ reporter }: Checking, { declaration, place }: Part<TransitionDeclaration>): void {
  const { steps = [], to, from } = declaration;
  const index = steps.findIndex(({ step }) => step === 'amend');
  if (index < 0 || (to !== undefined && !from.includes(to))) return;
  reporter.report('lifecycle.contradiction', below(place, 'steps', index), {
    found: to === undefined ? 'a version that stays in its state' : `"${to}", from which it could be amended again`,
    expected: 'a state of its own for versions that are superseded',
    remedy: 'Let "to" lead to such a state, and leave that out of "from".',
  });
}

function checkUndo({ draft, reporter }: Checking, name: string, { declaration, place }: Part<TransitionDeclaration>): void {
  if (declaration.undo === undefined) return;
  if (declaration.to === undefined)
    reporter.report('lifecycle.contradiction', below(place, 'undo'), {
      found: 'nothing to go back to',
      expected: 'a transition that leads to another state',
      remedy: 'Delete "undo", or say "to".',
    });
  if (draft.transitions.has('undo'))
    reporter.report('lifecycle.contradiction', below(place, 'undo'), {
      found: `"undo" of ${name} beside a transition of that name`,
      expected: 'one meaning of the action undo',
      remedy: 'Rename the transition.',
    });
}

function namesOf({ fields }: Entity, takes: (field: Field) => boolean): readonly string[] {
  return [...fields.values()].filter(takes).map((field) => field.name);
}

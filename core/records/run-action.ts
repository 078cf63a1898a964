import type { EntityPolicy } from '../access/policy.js';
import { conditionToSql } from '../data/expression-sql.js';
import type { Executor } from '../data/database.js';
import { rowNames, userParameters } from '../data/row-names.js';
import { identifier, type Sql } from '../data/sql.js';
import type { Entity, Transition } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { nearest } from '../kernel/did-you-mean.js';
import { textIn } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import { notFound, readRecord } from './get-record.js';
import { insist } from './insist.js';
import { checkHooks, tellHooks } from './hooks.js';
import { doOnce, type Once } from './once.js';
import type { Platform } from './platform.js';
import { demandFourEyes } from './four-eyes.js';
import { keptQuestions, keptValues } from './kept-answers.js';
import { inputValue, readActionInput, type ReadInput } from './read-action-input.js';
import { rememberUndo } from './undo/remember-undo.js';
import { undoAction } from './undo/undo-action.js';
import { isUndoable, undoName } from './undo/undo-sql.js';
import { withAdditions } from './write/additions.js';
import type { Piece } from './write/complete.js';
import { environmentWithin, expressionValue } from './write/compute.js';
import { computed, computingFor } from './write/computing.js';
import { drawNumbers } from './write/draw-numbers.js';
import { readableError } from './write/database-error.js';
import { demandFresh, stateLabel } from './write/demand.js';
import { changesBetween } from './write/history-of.js';
import { lockRecord, mayQuestion, type Locked } from './write/load-draft.js';
import { merge } from './write/merge.js';
import { settleDerived } from './write/settle-derived.js';
import { demandNone, settleDraft } from './write/settle-draft.js';
import { writeSql } from './write/write-sql.js';

export interface ActionOptions {
  readonly ifMatch?: number | null;
  readonly once?: Once | null;
  /** What the transition asks, as it was sent. */
  readonly input?: unknown;
}

interface Running {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly entity: Entity;
  readonly transition: Transition;
  readonly tx: Executor;
  readonly given: ReadInput;
}

/** Runs a transition on one record and answers with it as JSON text. Throws 404, 403, 409 when state or guard forbid it, 412, 422. */
export async function runAction(
  platform: Platform,
  caller: Caller,
  entity: Entity,
  id: string,
  action: string,
  { ifMatch = null, once = null, input }: ActionOptions = {},
): Promise<string> {
  if (action === undoName && isUndoable(entity)) return undoAction({ platform, caller, entity }, id, { ifMatch, once });
  const transition = transitionOf(platform, caller, entity, action);
  const given = await readActionInput(platform, caller, entity, transition, input, id);
  const questions = questionsOf(platform, caller, entity, transition, given);
  try {
    const work = async (tx: Executor): Promise<string> => {
      const running: Running = { platform, caller, entity, transition, tx, given };
      const locked = await lockRecord(platform.model, tx, entity, id, questions);
      if (locked === null || locked.answers.get('read') !== true) throw notFound(entity, caller);
      if (locked.answers.get('run') !== true) throw forbidden(entity, caller, transition);
      await demandFresh(running, locked, ifMatch);
      demandState(running, locked);
      await demandFourEyes(tx, caller, entity, transition, id);
      return move(running, locked);
    };
    const json = await insist(platform, () => doOnce(platform, once, work));
    platform.onWritten?.(entity);
    return json;
  } catch (error) {
    throw await readableError(error, platform, entity, caller);
  }
}

/** The transition by its name, when the caller may run it in some row at least. */
export function transitionOf(platform: Platform, caller: Caller, entity: Entity, action: string): Transition {
  const rights = platform.policyOf(caller).entity(entity.id);
  const known = [...(entity.lifecycle?.transitions.values() ?? [])];
  const transition = known.find((one) => one.name === action);
  if (transition !== undefined && rights.actionRows(action).kind !== 'none') return transition;
  if (transition !== undefined) throw forbidden(entity, caller, transition);
  const valid = runnable(rights, known);
  const near = nearest(action, valid);
  throw new UserError(404, 'record.unknown-action', {
    entity: textIn(entity.label, caller.locale),
    found: action.slice(0, 80),
    valid: near === null ? valid.join(', ') || '–' : `${near}?`,
  });
}

function runnable(rights: EntityPolicy, transitions: readonly Transition[]): readonly string[] {
  return transitions.map((one) => one.name).filter((name) => rights.actionRows(name).kind !== 'none');
}

function forbidden(entity: Entity, caller: Caller, transition: Transition): UserError {
  const action = textIn(transition.declaration.label, caller.locale);
  return new UserError(403, 'record.action-forbidden', { action, entity: textIn(entity.label, caller.locale).toLowerCase() });
}

function questionsOf(platform: Platform, caller: Caller, entity: Entity, transition: Transition, given: ReadInput): ReadonlyMap<string, Sql> {
  const rights = platform.policyOf(caller).entity(entity.id);
  const names = rowNames(entity, identifier('q1'), platform.model, userParameters(caller));
  return new Map([
    ['read', mayQuestion(platform, caller, entity, rights.rows('read'))],
    ['run', mayQuestion(platform, caller, entity, rights.actionRows(transition.name))],
    ...keptQuestions(platform, caller, entity, given.kept),
    ...transition.guards.map(({ expression }, index) => [`guard_${index}`, conditionToSql(expression, names)] as const),
  ]);
}

/** State and guards; the message of a guard is the plugin's own. */
function demandState({ entity, caller, transition }: Running, locked: Locked): void {
  const { declaration, guards } = transition;
  const action = textIn(declaration.label, caller.locale);
  if (!declaration.from.some((state) => state === locked.state)) {
    const from = declaration.from.map((state) => stateLabel(entity, state, caller)).join(', ');
    const params = { action, from, entity: textIn(entity.label, caller.locale).toLowerCase(), state: stateLabel(entity, locked.state, caller) };
    throw new UserError(409, 'record.wrong-state', params);
  }
  const against = guards.find((_, index) => locked.answers.get(`guard_${index}`) !== true);
  if (against === undefined) return;
  throw against.message === null
    ? new UserError(409, 'record.no-guarded-message', { action })
    : new UserError(409, 'record.guard', { message: textIn(against.message, caller.locale) });
}

/** Sets the state and what the transition sets, and writes it. */
async function move({ platform, caller, entity, transition, tx, given: { input, kept, takes } }: Running, locked: Locked): Promise<string> {
  const before = locked.draft;
  const values = await computed(platform.model, caller, tx, (computing) => {
    const environment = environmentWithin(computingFor(computing, entity, before), entity, before, new Map([['input', inputValue(transition, input)]]));
    return new Map(
      [...transition.set].flatMap(([name, expression]) => {
        const field = entity.fields.get(name);
        return field === undefined ? [] : [[name, expressionValue(expression, environment, field)] as const];
      }),
    );
  });
  const answers = keptValues({ platform, caller, entity, transition }, locked, kept);
  const { pieces } = await computed(platform.model, caller, tx, (computing) =>
    merge(computing, entity, before, { values: new Map([...answers.values, ...values]), lines: new Map() }),
  );
  const [record]: readonly [Piece, ...Piece[]] = pieces;
  if (transition.declaration.to !== undefined) record.draft.values.set('state', transition.declaration.to);
  demandNone(await settleDraft({ platform, caller, entity, pieces, from: 'platform' }, tx, answers.violations));
  const step = { platform, tx, caller, entity, before, after: record.draft, action: { transition, input, takes } };
  demandNone(await checkHooks(step));
  await drawNumbers({ platform, caller, pieces }, tx, { when: 'transition', transition: transition.name });
  const changes = changesBetween(platform.model, caller, entity, before, record.draft);
  await tx.text(writeSql({ model: platform.model, entity, draft: record.draft, before, caller, op: 'action', action: transition.name, changes }));
  demandNone(await settleDerived(step));
  const [mark, additions] = [newId(), await tellHooks(step)];
  if (transition.declaration.undo !== undefined) await rememberUndo({ platform, tx, transition, mark }, before, record.draft, locked.version + 1);
  const json = await readRecord(platform, tx, caller, entity, before.id);
  return withAdditions(json ?? JSON.stringify({ id: before.id, version: locked.version + 1 }), additions);
}

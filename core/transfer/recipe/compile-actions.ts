import type { RecipeAction } from '../../../schemas/generated/types.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Entity, Model, Transition } from '../../definitions/model.js';
import { below, type Place, type Reporter } from '../../definitions/parse/reporter.js';

/** A transition that the records of a step go through after they are made. */
export interface CompiledAction {
  readonly transition: Transition;
  readonly when: CheckedExpression | null;
  readonly at: CheckedExpression | null;
  readonly input: ActionExpressions;
  readonly created: CompiledCreated | null;
}

export interface CompiledCreated {
  readonly entity: Entity;
  readonly transition: Transition;
  readonly input: ActionExpressions;
}

/** By the names of what the transition asks. */
export type ActionExpressions = ReadonlyMap<string, CheckedExpression>;

/** What the expressions of a step are checked with; null of one that is wrong, which has been told. */
export type Check = (text: string, at: Place, expected?: readonly ('boolean' | 'date')[]) => CheckedExpression | null;

/** Checks the actions of a step; one that is wrong is left out, which the reporter is told. */
export function compileActions(
  model: Model,
  entity: Entity,
  actions: readonly RecipeAction[],
  place: Place,
  check: Check,
  reporter: Reporter,
): readonly CompiledAction[] {
  const names = actions.map((action) => action.transition);
  return actions.flatMap((action, index) => {
    const at = below(place, index);
    if (names.indexOf(action.transition) < index) {
      reporter.report('recipe.name-taken', below(at, 'transition'), { expected: 'each transition once', remedy: 'Take the second one out.' });
    }
    const transition = transitionOf(entity, action.transition, at, reporter);
    const created = action.created === undefined ? null : createdOf(model, action.created, below(at, 'created'), check, reporter);
    const when = action.when === undefined ? null : check(action.when, below(at, 'when'), ['boolean']);
    const order = action.at === undefined ? null : check(action.at, below(at, 'at'), ['date']);
    if (transition === null || created === undefined) return [];
    return [{ transition, when, at: order, input: inputOf(transition, action.input ?? {}, below(at, 'input'), check, reporter), created }];
  });
}

function createdOf(model: Model, created: NonNullable<RecipeAction['created']>, place: Place, check: Check, reporter: Reporter): CompiledCreated | undefined {
  const entity = model.entities.get(created.entity);
  if (entity === undefined) {
    reporter.unknownName('recipe.unknown-entity', below(place, 'entity'), created.entity, model.entities.keys());
    return undefined;
  }
  const transition = transitionOf(entity, created.transition, place, reporter);
  return transition === null ? undefined : { entity, transition, input: inputOf(transition, created.input ?? {}, below(place, 'input'), check, reporter) };
}

function transitionOf(entity: Entity, name: string, place: Place, reporter: Reporter): Transition | null {
  const transitions = entity.lifecycle?.transitions ?? new Map<string, Transition>();
  const found = transitions.get(name);
  if (found === undefined) reporter.unknownName('recipe.unknown-transition', below(place, 'transition'), name, transitions.keys());
  return found ?? null;
}

function inputOf(transition: Transition, input: Readonly<Record<string, string>>, place: Place, check: Check, reporter: Reporter): ActionExpressions {
  const found = new Map<string, CheckedExpression>();
  for (const [name, text] of Object.entries(input)) {
    if (!transition.input.has(name)) {
      reporter.unknownName('recipe.unknown-field', below(place, name), name, transition.input.keys());
      continue;
    }
    const expression = check(text, below(place, name));
    if (expression !== null) found.set(name, expression);
  }
  return found;
}

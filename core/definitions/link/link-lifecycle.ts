import type { Text, TransitionDeclaration } from '../../../schemas/generated/types.js';
import { fieldExpressionType, fixedRecordType } from '../expressions/entity-scope.js';
import type { ExpressionType } from '../expressions/types.js';
import type { Check, Entity, Field, Guard, Lifecycle } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { askedFields, notAskable } from './asked-fields.js';
import { buildField } from './build-field.js';
import { checkWritesAcross } from './check-writes-across.js';
import { demandConstants } from './demand-constants.js';
import { demandOwnRecord } from './demand-own-record.js';
import type { EntityDraft, Part } from './entity-draft.js';
import { kindsOf } from './link-fields.js';
import { checked, dependenciesIn, recordScope, savedScope, typeOfRecord, userScope, type Linking } from './linking.js';
import { checkStepKeys } from './steps/check-step-keys.js';
import { valuesIn } from './steps/check-step-across.js';
import { linkSteps } from './steps/link-steps.js';
import type { Expressions } from './steps/step.js';
import type { Names } from './values-read.js';

/** The lifecycle with guards and what transitions set, checked. */
export function linkLifecycle(draft: EntityDraft, skeleton: Entity, linking: Linking): Lifecycle | null {
  if (skeleton.lifecycle === null) return null;
  const { states } = skeleton.lifecycle;
  const scope = recordScope(linking, skeleton.id);
  const transitions = [...draft.transitions].map(([name, part]) => {
    const { declaration, place } = part;
    const guards = linkGuards(draft, name, part, linking);
    const input = linkInput(draft, part, linking);
    const withInput = { ...scope, variables: new Map([...scope.variables, ['input', inputType(input)] as const]) };
    const set = Object.entries(declaration.set ?? {}).flatMap(([field, text]) => {
      const target: Field | undefined = skeleton.fields.get(field);
      return target === undefined ? [] : [[field, checked(linking, text, savedScope(withInput), kindsOf(target), below(place, 'set', field))] as const];
    });
    checkSetAcross(part, new Map(set), skeleton, { linking, entity: skeleton.id, variables: withInput.variables, lets: new Map() });
    checkStepKeys(declaration.steps ?? [], below(place, 'steps'), linking.origins, linking.reporter);
    const steps = linkSteps(declaration.steps ?? [], below(place, 'steps'), {
      linking,
      plugin: part.plugin,
      dependencies: dependenciesIn(linking, part.plugin),
      entity: skeleton.id,
      timing: 'inline',
      linkSteps,
      lets: new Map(),
      variables: new Map([...withInput.variables, ['old', typeOfRecord(linking, skeleton)] as const]),
    });
    const asks = askedFields(declaration, states, skeleton.fields);
    return [name, { name, declaration, guards, set: new Map(set), input, asks, steps }] as const;
  });
  return { ...skeleton.lifecycle, transitions: new Map(transitions) };
}

/** What a transition sets stays in the company of the record, unless it says otherwise. */
function checkSetAcross({ declaration, place }: Part<TransitionDeclaration>, set: Expressions, entity: Entity, names: Names): void {
  const values = valuesIn(set, below(place, 'set'));
  const declaring = { place, what: 'a transition', isSaid: declaration.acrossCompanies === true };
  checkWritesAcross({ entity, record: null, fields: set, values }, declaring, names);
}

/** The transition's own guard first, then those that extensions add. */
function linkGuards(draft: EntityDraft, name: string, { declaration, place }: Part<TransitionDeclaration>, linking: Linking): readonly Guard[] {
  const scope = recordScope(linking, draft.id);
  const link = (text: string, at: Place, message: Text | undefined): Guard => ({
    expression: checked(linking, text, scope, ['boolean'], at),
    message: message ?? null,
  });
  const own = declaration.guard === undefined ? [] : [link(declaration.guard, below(place, 'guard'), declaration.message)];
  const added = [...(draft.guards.get(name)?.values() ?? [])];
  return [...own, ...added.map((part) => link(part.declaration.expression, below(part.place, 'expression'), part.declaration.message))];
}

/** What a transition asks, as fields. */
function linkInput(draft: EntityDraft, { declaration, place, plugin }: Part<TransitionDeclaration>, linking: Linking): ReadonlyMap<string, Field> {
  return new Map(
    Object.entries(declaration.input ?? {}).flatMap(([name, field]) => {
      const at = below(place, 'input', name);
      if (notAskable.has(field.type)) {
        linking.reporter.report('input.wrong-type', below(at, 'type'), {
          expected: 'a field with one plain value',
          remedy: 'Ask for another type, or let the record keep it.',
        });
        return [];
      }
      demandConstants(field, at, linking.reporter);
      const made = buildField(name, { declaration: field, place: at, plugin }, draft, linking.drafts, linking.reporter);
      return [[name, withDefault(made, at, linking)] as const];
    }),
  );
}

function withDefault(field: Field, place: Place, linking: Linking): Field {
  const given = field.declaration?.default;
  if (typeof given !== 'object' || given === null) return field;
  return { ...field, defaultExpression: checked(linking, given.expression, userScope, kindsOf(field), below(place, 'default', 'expression')) };
}

/** The variable `input`. */
export function inputType(input: ReadonlyMap<string, Field>): ExpressionType {
  return { kind: 'record', record: fixedRecordType('input', Object.fromEntries([...input].map(([name, field]) => [name, fieldExpressionType(field)]))) };
}

/** The rules that every record keeps, checked. */
export function linkChecks(draft: EntityDraft, skeleton: Entity, linking: Linking): ReadonlyMap<string, Check> {
  const scope = savedScope({ ...recordScope(linking, skeleton.id), variables: new Map() });
  return new Map(
    [...draft.checks].map(([name, { declaration, place }]) => {
      const at = below(place, 'expression');
      const expression = checked(linking, declaration.expression, scope, ['boolean'], at);
      demandOwnRecord(expression, skeleton, at, linking.reporter);
      return [name, { declaration, expression }];
    }),
  );
}

import type { StepDeclaration } from '../../../../schemas/generated/types.js';
import type { CheckedExpression } from '../../expressions/checked.js';
import type { ExpressionType, FunctionForm, Scope } from '../../expressions/types.js';
import type { Entity } from '../../model.js';
import { recordFunctionForms } from '../../record-functions.js';
import { below, type Place } from '../../parse/reporter.js';
import { checked, recordTypeOf, typeOfRecord, type Linking } from '../linking.js';
import type { Expressions, OwnStep, Step, StepDeclarationOf, StepKind } from './step.js';

/** Where steps stand and what their expressions know; names of earlier steps are added as they are linked. */
export interface StepLinking {
  readonly linking: Linking;
  /** Whose workflow, conversion or lifecycle it is. */
  readonly plugin: string;
  /** Plugins whose entities may be used. */
  readonly dependencies: readonly string[];
  /** Entity of the record that the steps are about; null for schedules. */
  readonly entity: string | null;
  readonly timing: 'inline' | 'background';
  readonly variables: Map<string, ExpressionType>;
  /** Values that earlier steps have named. */
  readonly lets: Map<string, CheckedExpression>;
  /** Links steps within steps. */
  linkSteps(declarations: readonly StepDeclaration[], place: Place, steps: StepLinking): readonly Step[];
}

/** What is known of a step of one kind before the common parts are added; null when something is wrong, which has been reported. */
export type LinkStep<Kind extends StepKind> = (declaration: StepDeclarationOf<Kind>, place: Place, steps: StepLinking) => OwnStep | null;

/** What expressions of steps can call beside the functions of every expression; the working calendar is the company's. */
export const stepFunctions: ReadonlyMap<string, FunctionForm> = new Map<string, FunctionForm>([
  ...recordFunctionForms,
  ['labelOf', { parameters: ['any'], result: 'text' }],
]);

/** Names of the record and the variables so far. */
export function scopeOf({ linking, entity, variables }: StepLinking, more: ReadonlyMap<string, ExpressionType> = new Map()): Scope {
  return {
    record: entity === null ? null : recordTypeOf(linking, entity),
    variables: new Map([...variables, ...more]),
    functions: stepFunctions,
    hasSettings: true,
  };
}

/** Checks an expression of a step. */
export function expression(
  steps: StepLinking,
  text: string,
  place: Place,
  kinds: readonly ExpressionType['kind'][],
  more: ReadonlyMap<string, ExpressionType> = new Map(),
): CheckedExpression {
  return checked(steps.linking, text, scopeOf(steps, more), kinds, place);
}

/** The same where nothing need be said. */
export function optional(steps: StepLinking, text: string | undefined, place: Place, kinds: readonly ExpressionType['kind'][]): CheckedExpression | null {
  return text === undefined ? null : expression(steps, text, place, kinds);
}

/** Expressions by name, each of any type. */
export function expressions(
  steps: StepLinking,
  texts: Readonly<Record<string, string>> | undefined,
  place: Place,
  more?: ReadonlyMap<string, ExpressionType>,
): Expressions {
  return new Map(Object.entries(texts ?? {}).map(([name, text]) => [name, expression(steps, text, below(place, name), anyKind, more)]));
}

export const anyKind: readonly ExpressionType['kind'][] = ['text', 'number', 'boolean', 'date', 'instant', 'list', 'record', 'any'];

/** The entity of that id, when it is there and within reach of the plugin. */
export function entityAt({ linking, dependencies }: StepLinking, id: string, place: Place): Entity | null {
  const entity = linking.skeletons.get(id);
  if (entity === undefined) {
    linking.reporter.unknownName('step.unknown-entity', place, id, linking.skeletons.keys());
    return null;
  }
  if (entity.kind === 'query')
    linking.reporter.report('query.not-stored', place, { expected: 'an entity whose records are stored', remedy: 'Name what the query reads.' });
  if (!dependencies.includes(entity.plugin))
    linking.reporter.report('step.not-a-dependency', place, {
      expected: `"${entity.plugin}" among dependsOn`,
      remedy: `Add "${entity.plugin}" to dependsOn in plugin.json.`,
    });
  return entity;
}

/** The record type of an entity as expressions follow it. */
export function typeOf({ linking }: StepLinking, entity: Entity): ExpressionType {
  return typeOfRecord(linking, entity);
}

/** The type of a list's elements. */
export function elementType(list: CheckedExpression): ExpressionType {
  return list.type.kind === 'list' ? list.type.of : { kind: 'any' };
}

/** The entity of the record that an expression gives, or of the one that the steps are about when nothing is said. */
export function entityOfRecord(steps: StepLinking, record: CheckedExpression | null, place: Place): Entity | null {
  const id = record === null ? steps.entity : record.type.kind === 'record' ? record.type.record.name : null;
  const entity = id === null ? undefined : steps.linking.skeletons.get(id);
  if (entity !== undefined) return entity;
  // What is wrong with the expression itself has been told.
  if (record === null || record.type.kind !== 'null')
    steps.linking.reporter.report('step.no-record', place, {
      found: record === null ? 'no record' : `a value of type ${record.type.kind}`,
      expected: 'a record',
      remedy: 'Say which record, for instance the name of an earlier find step.',
    });
  return null;
}

import type { CheckedExpression } from '../expressions/checked.js';
import { checkExpression } from '../expressions/check-expression.js';
import { entityRecordType, userRecordType } from '../expressions/entity-scope.js';
import type { ExpressionType, RecordType, Scope } from '../expressions/types.js';
import type { Entity } from '../model.js';
import { settingsName, settingsType } from '../readable-settings.js';
import { recordFunctionForms } from '../record-functions.js';
import type { Place, Reporter } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { StepOrigins } from './steps/step-origins.js';

/** What every step of linking shares. */
export interface Linking {
  readonly reporter: Reporter;
  readonly drafts: ReadonlyMap<string, EntityDraft>;
  /** Entities with the types of their fields, before their expressions are checked. */
  readonly skeletons: ReadonlyMap<string, Entity>;
  /** By entity: the path to the company that its records belong to. */
  readonly companies: Map<string, readonly string[]>;
  /** By plugin: plugins whose entities it may use, itself among them. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** By plugin: the steps that its own TypeScript gives; a plugin is missing where that is not known. */
  readonly handlers: ReadonlyMap<string, readonly string[]>;
  /** Steps that extensions have put among others. */
  readonly origins: StepOrigins;
}

/** Stands where an expression is wrong or not yet checked; a model with problems is never used. */
export const noExpression: CheckedExpression = {
  text: 'null',
  type: { kind: 'null' },
  root: { op: 'literal', value: null, type: { kind: 'null' }, start: 0, end: 4 },
  reads: [],
};

/** The record's fields without a prefix, and `user`. */
export function recordScope(linking: Linking, entityId: string): Scope {
  return { record: recordTypeOf(linking, entityId), variables: userVariables, hasSettings: true };
}

/** The same with the functions that look into records kept elsewhere, and the settings of plugins. */
export function savedScope(scope: Scope): Scope {
  return { ...scope, functions: recordFunctionForms, hasSettings: true };
}

/** `user` alone. */
export const userScope: Scope = { record: null, variables: new Map([['user', { kind: 'record', record: userRecordType }]]), hasSettings: true };
const userVariables = userScope.variables;

/** Plugins whose entities a plugin may use. */
export function dependenciesIn({ dependencies }: Linking, plugin: string): readonly string[] {
  return dependencies.get(plugin) ?? [plugin];
}

/** The type of a record of the entity. */
export function typeOfRecord(linking: Linking, entity: Entity): ExpressionType {
  const record = recordTypeOf(linking, entity.id);
  return record === null ? { kind: 'null' } : { kind: 'record', record };
}

export function recordTypeOf(linking: Linking, entityId: string): RecordType | null {
  const entity = linking.skeletons.get(entityId);
  return entity === undefined ? null : entityRecordType(entity, lookupOf(linking.skeletons));
}

/** The same function for the same entities, by which record types are remembered. */
function lookupOf(skeletons: ReadonlyMap<string, Entity>): (id: string) => Entity | undefined {
  const known = lookups.get(skeletons);
  if (known !== undefined) return known;
  const lookup = (id: string): Entity | undefined => skeletons.get(id);
  lookups.set(skeletons, lookup);
  return lookup;
}

const lookups = new WeakMap<ReadonlyMap<string, Entity>, (id: string) => Entity | undefined>();

/** A workflow has settings of its own, which stand beside those of plugins. */
function withSettings({ skeletons }: Linking, scope: Scope): Scope {
  // A field of that name is older.
  if (scope.record?.member(settingsName) !== undefined) return scope;
  const own = scope.variables.get(settingsName);
  const type = settingsType(skeletons, lookupOf(skeletons), own?.kind === 'record' ? own.record : null);
  return { ...scope, variables: new Map([...scope.variables, [settingsName, type]]) };
}

/** Checks an expression of a declaration and reports what is wrong with it. */
export function checked(linking: Linking, text: string, scope: Scope, expected: readonly ExpressionType['kind'][], place: Place): CheckedExpression {
  const outcome = checkExpression(text, scope.hasSettings === true ? withSettings(linking, scope) : scope, expected);
  if (outcome.kind === 'checked') return outcome.expression;
  for (const mistake of outcome.mistakes) {
    const where = mistake.start === 0 && mistake.end >= text.length ? '' : ` at "${text.slice(mistake.start, mistake.end)}"`;
    linking.reporter.report(`expression.${mistake.code}`, place, { found: `${mistake.found}${where}`, expected: mistake.expected, remedy: mistake.remedy });
  }
  return noExpression;
}

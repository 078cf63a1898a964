import { entityRecordType, userRecordType } from '../../definitions/expressions/entity-scope.js';
import type { RecordValue } from '../../definitions/expressions/record-value.js';
import type { ExpressionType } from '../../definitions/expressions/types.js';
import { valueFromWire, valueToWire, type Value } from '../../definitions/expressions/value.js';
import type { Step } from '../../definitions/link/steps/step.js';
import type { Entity, Model, Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import type { KnownRecords } from '../../records/known-records.js';
import { settingsFrom } from '../settings.js';
import { elementsAround, stepAt, type Key } from './position.js';

/** What a run remembers, as JSON: records are their ids, so that they are read as they are when a step looks. */
export interface RunVars {
  /** Outcomes of steps, by their names. */
  readonly names: Readonly<Record<string, unknown>>;
  /** Elements of for-each steps, by key. */
  readonly lists: Readonly<Record<string, readonly unknown[]>>;
  /** The record before the event, as the API spells it. */
  readonly old: Readonly<Record<string, unknown>> | null;
  /** The record itself where it is gone. */
  readonly gone: Readonly<Record<string, unknown>> | null;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Who caused it, as expressions see them. */
  readonly user: Readonly<Record<string, unknown>>;
  /** The condition failed when the event was followed; before the first step it is asked again. */
  readonly isUnasked?: boolean;
}

/** The variable `user`. */
export function userOf(caller: Caller): RunVars['user'] {
  return { id: caller.userId, email: caller.email, name: caller.name, teams: caller.teamIds, roles: caller.roleIds, companies: caller.companies.ids };
}

/** JSON of a value, as its type brings it back. */
export function encode(value: Value): unknown {
  return valueToWire(value);
}

/** The value that was encoded. */
export function decode(model: Model, records: KnownRecords, type: ExpressionType, wire: unknown): Value {
  if (type.kind === 'list') return Array.isArray(wire) ? wire.map((item: unknown) => decode(model, records, type.of, item)) : null;
  const entity = type.kind === 'record' ? model.entities.get(type.record.name) : undefined;
  if (entity !== undefined) return typeof wire === 'string' ? records.reference(entity, wire) : null;
  return valueFromWire(type, wire);
}

/** The variables of the step at a key. */
export function variablesAt(model: Model, workflow: Workflow, records: KnownRecords, vars: RunVars, key: Key): Map<string, Value> {
  const found = new Map<string, Value>();
  found.set('settings', settingsFrom(workflow, vars.settings));
  found.set('user', valueFromWire({ kind: 'record', record: userRecordType }, vars.user));
  const entity = model.entities.get(workflow.entity ?? '');
  if (entity !== undefined) found.set('old', vars.old === null ? null : records.given(entity, vars.old));
  for (const [name, type] of namedTypes(model, workflow.steps)) if (name in vars.names) found.set(name, decode(model, records, type, vars.names[name]));
  for (const { forEach, element } of elementsAround(key)) {
    const step = stepAt(workflow.steps, forEach);
    if (step?.kind !== 'for-each' || step.each.type.kind !== 'list') continue;
    found.set(step.as, decode(model, records, step.each.type.of, vars.lists[forEach]?.[element]));
  }
  return found;
}

/** The record that a run is about where its row is gone. */
export function goneRecord(entity: Entity | undefined, records: KnownRecords, vars: RunVars): RecordValue | null {
  return entity === undefined || vars.gone === null ? null : records.given(entity, vars.gone);
}

/** Types of the names that steps give, through all branches. */
function namedTypes(model: Model, steps: readonly Step[]): readonly (readonly [string, ExpressionType])[] {
  return steps.flatMap((step): readonly (readonly [string, ExpressionType])[] => {
    if (step.kind === 'if') return [...namedTypes(model, step.then), ...namedTypes(model, step.else)];
    if (step.kind === 'for-each') return namedTypes(model, step.steps);
    const type = typeOf(model, step);
    return step.name === null || type === null ? [] : [[step.name, type]];
  });
}

function typeOf(model: Model, step: Step): ExpressionType | null {
  if (step.kind === 'call') return { kind: 'any' };
  if (step.kind === 'let') return step.value.type;
  const entity = 'entity' in step ? model.entities.get(step.entity) : undefined;
  if (entity === undefined) return null;
  const record: ExpressionType = { kind: 'record', record: entityRecordType(entity, (id) => model.entities.get(id)) };
  return step.kind === 'find' && step.all ? { kind: 'list', of: record } : record;
}

import type { Value } from '../../definitions/expressions/value.js';
import { isList, isNumber, partsToWire, valueToWire } from '../../definitions/expressions/value.js';
import { roundTo } from '../../definitions/expressions/exact.js';
import { fieldExpressionType } from '../../definitions/expressions/entity-scope.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { isWhole } from '../../definitions/field-types/is-whole.js';
import type { Expressions, StepLines } from '../../definitions/link/steps/step.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { holds, valueOf, type StepRun } from './step-run.js';

type Input = Record<string, unknown>;

/** What a step writes into a record, as if it had been sent. */
export async function fieldInput(run: StepRun, entity: Entity, fields: Expressions, more: ReadonlyMap<string, Value> = new Map()): Promise<Input> {
  const input: Input = {};
  for (const [name, expression] of fields) {
    const field = entity.fields.get(name);
    if (field !== undefined) input[name] = wireOf(field, await valueOf(run, expression, more));
  }
  return input;
}

/** Lines that a step makes, by lines field. */
export async function linesInput(run: StepRun, model: Model, entity: Entity, lines: readonly StepLines[]): Promise<Input> {
  const input: Input = {};
  for (const { field, each, as, when, fields } of lines) {
    const line = model.entities.get(entity.fields.get(field)?.target ?? '');
    if (line === undefined) continue;
    const made: Input[] = [];
    for (const more of await elements(run, each, as)) if (await holds(run, when, more)) made.push(await fieldInput(run, line, fields, more));
    input[field] = made;
  }
  return input;
}

/** The variables of each element of a list; one turn without a variable when there is no list. */
export async function elements(run: StepRun, each: StepLines['each'], as: string): Promise<readonly ReadonlyMap<string, Value>[]> {
  if (each === null) return [new Map()];
  const list = await valueOf(run, each);
  return isList(list) ? list.map((element) => new Map([[as, element]])) : [];
}

/** A value as the API takes it; a number has no more digits than the field keeps. */
export function wireOf(field: Field, value: Value): unknown {
  if (isNumber(value) && field.scale !== null) {
    const text = roundTo(value, field.scale).toFixed(field.scale);
    return isWhole(field) ? Number(text) : text;
  }
  return fieldType(field.type).storage(field).kind === 'json' ? partsToWire(value, fieldExpressionType(field)) : valueToWire(value);
}

import type { StepLines as LinesDeclaration } from '../../../../schemas/generated/types.js';
import type { Entity } from '../../model.js';
import { below, type Place } from '../../parse/reporter.js';
import { kindsOf } from '../link-fields.js';
import type { Expressions, StepLines } from './step.js';
import { anyKind, elementType, expression, type StepLinking } from './step-linking.js';
import type { ExpressionType } from '../../expressions/types.js';

/** Fields of a record to be written, each by an expression of its type. */
export function fieldValues(
  steps: StepLinking,
  entity: Entity,
  texts: Readonly<Record<string, string>> | undefined,
  place: Place,
  more: ReadonlyMap<string, ExpressionType> = new Map(),
): Expressions {
  // What an expression gives has stood somewhere before, so no secret comes of one.
  const writable = [...entity.fields.values()].filter((field) => !field.isSystem && !field.isComputed && field.type !== 'lines' && field.type !== 'secret');
  return new Map(
    Object.entries(texts ?? {}).flatMap(([name, text]) => {
      const field = writable.find((one) => one.name === name);
      if (field !== undefined) return [[name, expression(steps, text, below(place, name), field.type === 'many-to-many' ? ['list'] : kindsOf(field), more)]];
      steps.linking.reporter.unknownName(
        'step.unknown-field',
        below(place, name),
        name,
        writable.map((one) => one.name),
        entity.fields.get(name)?.type === 'secret' ? 'Let a handler write it with info.keepSecret: expressions have no secrets.' : undefined,
      );
      return [];
    }),
  );
}

/** Lines to be made, by lines field. */
export function lineValues(
  steps: StepLinking,
  entity: Entity,
  declared: Readonly<Record<string, LinesDeclaration>> | undefined,
  place: Place,
): readonly StepLines[] {
  return Object.entries(declared ?? {}).flatMap(([name, lines]) => {
    const at = below(place, name);
    const field = entity.fields.get(name);
    const line = field?.type === 'lines' ? steps.linking.skeletons.get(field.target ?? '') : undefined;
    if (line === undefined) {
      const valid = [...entity.fields.values()].filter((one) => one.type === 'lines').map((one) => one.name);
      steps.linking.reporter.unknownName('step.unknown-field', at, name, valid);
      return [];
    }
    const each = lines.each === undefined ? null : expression(steps, lines.each, below(at, 'each'), ['list']);
    const as = lines.as ?? 'item';
    const more: ReadonlyMap<string, ExpressionType> = each === null ? new Map() : new Map([[as, elementType(each)]]);
    const when = lines.when === undefined ? null : expression(steps, lines.when, below(at, 'when'), ['boolean'], more);
    return [{ field: name, each, as, when, fields: fieldValues(steps, line, lines.fields, below(at, 'fields'), more) }];
  });
}

/** Values of declared inputs, each of its type; those that are needed and missing are reported. */
export function inputValues(
  steps: StepLinking,
  known: ReadonlyMap<string, unknown>,
  texts: Readonly<Record<string, string>> | undefined,
  place: Place,
): Expressions {
  return new Map(
    Object.entries(texts ?? {}).flatMap(([name, text]) => {
      if (known.has(name)) return [[name, expression(steps, text, below(place, name), anyKind)]];
      steps.linking.reporter.unknownName('step.unknown-field', below(place, name), name, known.keys());
      return [];
    }),
  );
}

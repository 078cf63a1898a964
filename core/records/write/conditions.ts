import type { Environment } from '../../definitions/expressions/environment.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Draft } from './draft.js';

/** Fields that need a value as the record is, and have none. What no form shows at that moment needs none. */
export function missingFields(entity: Entity, draft: Draft, environment: Environment): readonly Field[] {
  const ofState = new Set(entity.lifecycle?.states.get(String(draft.values.get('state')))?.declaration.required);
  return [...entity.fields.values()].filter(
    (field) =>
      !field.isSystem &&
      !field.isComputed &&
      (ofState.has(field.name) || isRequired(field, environment)) &&
      isEmpty(field, draft) &&
      isVisible(field, environment),
  );
}

/** Whether the field cannot be written from outside as the record is. */
export function isReadOnly({ conditions }: Field, environment: Environment): boolean {
  return conditions.readOnly !== null && evaluate(conditions.readOnly, environment) === true;
}

function isRequired({ required, conditions }: Field, environment: Environment): boolean {
  return required || (conditions.required !== null && evaluate(conditions.required, environment) === true);
}

function isVisible({ conditions }: Field, environment: Environment): boolean {
  return conditions.visible === null || evaluate(conditions.visible, environment) === true;
}

function isEmpty(field: Field, draft: Draft): boolean {
  // How many lines there must be at all is said by minLines.
  if (field.type === 'lines') return !field.required && (draft.lines.get(field.name) ?? []).length === 0;
  const value = draft.values.get(field.name) ?? null;
  return value === null || (Array.isArray(value) && value.length === 0);
}

import type { Condition, FieldDeclaration } from '../../../schemas/generated/types.js';
import type { CheckedExpression } from '../expressions/checked.js';
import type { FieldConditions } from '../field-conditions.js';
import type { Entity } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { demandOwnRecord } from './demand-own-record.js';
import { checked, recordScope, type Linking } from './linking.js';

/** The conditions of a field, checked over the record that it belongs to. */
export function linkConditions(declaration: FieldDeclaration, entity: Entity, place: Place, linking: Linking): FieldConditions {
  const link = (key: 'required' | 'readOnly' | 'visible'): CheckedExpression | null => conditionOf(declaration[key], entity, below(place, key), linking);
  const visible = link('visible');
  const isAlwaysRequired = declaration.required === true && visible !== null;
  return { required: isAlwaysRequired ? conditionOf({ expression: 'true' }, entity, place, linking) : link('required'), readOnly: link('readOnly'), visible };
}

function conditionOf(condition: Condition | undefined, entity: Entity, place: Place, linking: Linking): CheckedExpression | null {
  if (typeof condition !== 'object') return null;
  const at = below(place, 'expression');
  const expression = checked(linking, condition.expression, recordScope(linking, entity.id), ['boolean'], at);
  demandOwnRecord(expression, entity, at, linking.reporter);
  return expression;
}

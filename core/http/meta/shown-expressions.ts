import type { Policy } from '../../access/policy.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { isVisible } from './build-meta.js';

/** Expressions that the forms of this caller evaluate while somebody types: conditions and defaults of the fields that the metadata shows. */
export function shownExpressions(model: Model, policies: Policy): readonly CheckedExpression[] {
  return [...model.entities.values()]
    .filter((entity) => isVisible(entity, policies))
    .flatMap((entity) => shownFields(entity, policies))
    .flatMap(({ conditions: { required, readOnly, visible }, defaultExpression }) => [required, readOnly, visible, defaultExpression].filter(isThere));
}

function shownFields(entity: Entity, policies: Policy): readonly Field[] {
  const policy = policies.entity(entity.id);
  const transitions = [...(entity.lifecycle?.transitions.values() ?? [])].filter(({ name }) => policy.actionRows(name).kind !== 'none');
  const seen = [...entity.fields.values()].filter(({ name }) => policy.fieldRows(name).kind !== 'none');
  return [...seen, ...transitions.flatMap(({ input }) => [...input.values()])];
}

function isThere(expression: CheckedExpression | null): expression is CheckedExpression {
  return expression !== null;
}

import { fieldType } from '../../definitions/field-types/registry.js';
import { isInherited } from '../../definitions/readable-settings.js';
import type { Piece } from './complete.js';
import { environmentWithin, expressionValue } from './compute.js';
import type { Computing } from './computing.js';

/** Constants, then expressions, for what a new record was not given. */
export function fillDefaults(computing: Computing, piece: Piece): void {
  const { entity, draft, given } = piece;
  for (const field of entity.fields.values()) {
    if (given.has(field.name) || field.isSystem || (field.isComputed && field.declaration?.type !== 'rollup')) continue;
    // Nobody said it here: what the installation says, or what is declared, holds on.
    if (isInherited(computing.model.entities, entity, field)) continue;
    const content = field.defaultValue ?? fieldType(field.type).empty ?? null;
    if (content !== null && field.defaultExpression === null) draft.values.set(field.name, content);
  }
  fillExpressions(computing, piece);
}

/** Default expressions, each after those it reads; again when more is known of what they read. What was fetched into the field stays. */
export function fillExpressions(computing: Computing, { entity, draft, given }: Piece): void {
  for (const field of entity.defaults) {
    const isFetched = field.fetch !== null && (draft.values.get(field.name) ?? null) !== null;
    if (field.defaultExpression === null || isFetched || given.has(field.name)) continue;
    draft.values.set(field.name, expressionValue(field.defaultExpression, environmentWithin(computing, entity, draft), field));
  }
}

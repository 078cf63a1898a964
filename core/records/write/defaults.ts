import { fieldType } from '../../definitions/field-types/registry.js';
import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../platform.js';
import type { Piece } from './complete.js';
import { environmentOf, expressionValue } from './compute.js';

/** Constants, then expressions, for what a new record was not given. */
export function fillDefaults(platform: Platform, caller: Caller, piece: Piece): void {
  const { entity, draft, given } = piece;
  for (const field of entity.fields.values()) {
    if (given.has(field.name) || field.isSystem || (field.isComputed && field.declaration?.type !== 'rollup')) continue;
    const content = field.defaultValue ?? fieldType(field.type).empty ?? null;
    if (content !== null && field.defaultExpression === null) draft.values.set(field.name, content);
  }
  fillExpressions(platform, caller, piece);
}

/** Default expressions, each after those it reads; again when more is known of what they read. What was fetched into the field stays. */
export function fillExpressions(platform: Platform, caller: Caller, { entity, draft, given }: Piece): void {
  for (const field of entity.defaults) {
    const isFetched = field.fetch !== null && (draft.values.get(field.name) ?? null) !== null;
    if (field.defaultExpression === null || isFetched || given.has(field.name)) continue;
    draft.values.set(field.name, expressionValue(field.defaultExpression, environmentOf(platform.model, caller, entity, draft), field));
  }
}

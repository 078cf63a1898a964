import { checkExpression } from '../definitions/expressions/check-expression.js';
import { entityRecordType, userRecordType } from '../definitions/expressions/entity-scope.js';
import type { Entity, Model } from '../definitions/model.js';

/** Checks a row rule that came from the browser against the entity, as the rules of plugins are checked when they load. */
export function checkRule(text: string, entity: Entity, model: Model): ReturnType<typeof checkExpression> {
  const record = entityRecordType(entity, (id) => model.entities.get(id));
  const variables = new Map([['user', { kind: 'record', record: userRecordType } as const]]);
  return checkExpression(text, { record, variables }, ['boolean']);
}

import { checkExpression } from '../definitions/expressions/check-expression.js';
import { entityRecordType, userRecordType } from '../definitions/expressions/entity-scope.js';
import type { ExpressionType } from '../definitions/expressions/types.js';
import { settingsName, settingsType } from '../definitions/readable-settings.js';
import type { Entity, Model } from '../definitions/model.js';

/** Checks a row rule that came from the browser against the entity, as the rules of plugins are checked when they load. */
export function checkRule(text: string, entity: Entity, model: Model): ReturnType<typeof checkExpression> {
  const lookup = (id: string): Entity | undefined => model.entities.get(id);
  const record = entityRecordType(entity, lookup);
  const variables = new Map<string, ExpressionType>([
    ['user', { kind: 'record', record: userRecordType }],
    [settingsName, settingsType(model.entities, lookup)],
  ]);
  return checkExpression(text, { record, variables }, ['boolean']);
}

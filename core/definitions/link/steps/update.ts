import { below } from '../../parse/reporter.js';
import { checkStepAcross } from './check-step-across.js';
import { fieldValues, lineValues } from './field-values.js';
import { entityOfRecord, optional, type LinkStep } from './step-linking.js';

/** Changes a record, or adds lines to it. */
export const linkUpdate: LinkStep<'update'> = (declaration, place, steps) => {
  const record = optional(steps, declaration.record, below(place, 'record'), ['record']);
  const entity = entityOfRecord(steps, record, below(place, 'record'));
  if (entity === null) return null;
  const fields = fieldValues(steps, entity, declaration.fields, below(place, 'fields'));
  const lines = lineValues(steps, entity, declaration.lines, below(place, 'lines'));
  checkStepAcross(steps, declaration, place, { entity, record, fields, lines });
  return { kind: 'update', entity: entity.id, record, fields, lines };
};

import { below } from '../../parse/reporter.js';
import { checkStepAcross } from './check-step-across.js';
import { fieldValues } from './field-values.js';
import { entityOfRecord, type LinkStep } from './step-linking.js';

/** Makes the next version of the record. */
export const linkAmend: LinkStep<'amend'> = (declaration, place, steps) => {
  const entity = entityOfRecord(steps, null, place);
  if (entity === null) return null;
  const fields = fieldValues(steps, entity, declaration.fields, below(place, 'fields'));
  checkStepAcross(steps, declaration, place, { entity, record: null, fields });
  return { kind: 'amend', entity: entity.id, fields };
};

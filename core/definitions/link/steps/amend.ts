import { below } from '../../parse/reporter.js';
import { fieldValues } from './field-values.js';
import { entityOfRecord, type LinkStep } from './step-linking.js';

/** Makes the next version of the record. */
export const linkAmend: LinkStep<'amend'> = (declaration, place, steps) => {
  const entity = entityOfRecord(steps, null, place);
  if (entity === null) return null;
  return { kind: 'amend', entity: entity.id, fields: fieldValues(steps, entity, declaration.fields, below(place, 'fields')) };
};

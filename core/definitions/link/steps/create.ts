import { below } from '../../parse/reporter.js';
import { checkStepAcross } from './check-step-across.js';
import { fieldValues, lineValues } from './field-values.js';
import { entityAt, entityOfRecord, optional, type LinkStep } from './step-linking.js';

/** Makes a record. */
export const linkCreate: LinkStep<'create'> = (declaration, place, steps) => {
  const entity = entityAt(steps, declaration.entity, below(place, 'entity'));
  if (entity === null) return null;
  const fields = fieldValues(steps, entity, declaration.fields, below(place, 'fields'));
  const lines = lineValues(steps, entity, declaration.lines, below(place, 'lines'));
  checkStepAcross(steps, declaration, place, { entity, fields, lines });
  return { kind: 'create', entity: entity.id, fields, lines };
};

/** Makes a document out of another. */
export const linkConvert: LinkStep<'convert'> = (declaration, place, steps) => {
  const entity = entityAt(steps, declaration.entity, below(place, 'entity'));
  const of = optional(steps, declaration.of, below(place, 'of'), ['record']);
  if (entity === null || entityOfRecord(steps, of, below(place, 'of')) === null) return null;
  const fields = fieldValues(steps, entity, declaration.fields, below(place, 'fields'));
  const lines = lineValues(steps, entity, declaration.lines, below(place, 'lines'));
  checkStepAcross(steps, declaration, place, { entity, fields, lines });
  return { kind: 'convert', entity: entity.id, of, fields, lines };
};

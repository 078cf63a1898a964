import type { Entity, Field } from '../../definitions/model.js';
import type { Violation } from '../../kernel/user-error.js';
import { convertAmounts } from '../exchange/convert-amounts.js';
import { computeFormulas } from './compute.js';
import type { Computing } from './computing.js';
import type { Draft } from './draft.js';

/** Everything that a save works out: formulas, then what is converted of them, then the formulas that read this. */
export function computeValues(computing: Computing, entity: Entity, draft: Draft): readonly Violation[] {
  const ofFormulas = computeFormulas(computing, entity, draft, '');
  if (entity.exchange === null) return ofFormulas;
  const ofAmounts = convertAmounts(computing, entity, draft);
  return [...ofAmounts, ...computeFormulas(computing, entity, draft, '')];
}

/** The fields that a save works out. */
export function computedFields(entity: Entity): readonly Field[] {
  return [...entity.formulas, ...[...entity.fields.values()].filter(({ converts }) => converts !== null)];
}

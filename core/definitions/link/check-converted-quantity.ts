import type { QuantityField } from '../../../schemas/generated/types.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Quantities that hold another one of the record in their own unit: what they hold is written and says its unit, and they say theirs. */
export function checkConvertedQuantities(draft: EntityDraft, entity: Entity, linking: Linking): void {
  for (const { declaration, place } of draft.fields.values())
    if (declaration.type === 'quantity' && declaration.converts !== undefined) checkOne(declaration, declaration.converts, entity, place, linking);
}

function checkOne({ unit, countedIn }: QuantityField, converts: string, { fields }: Entity, place: Place, { reporter }: Linking): void {
  const sources = [...fields.values()].filter(isWritten).map(({ name }) => name);
  if (!sources.includes(converts))
    reporter.unknownName(
      'converts.wrong-field',
      below(place, 'converts'),
      converts,
      sources,
      'Convert a quantity of the same record that is written and says its unit.',
    );
  if (unit === undefined || countedIn !== undefined)
    reporter.report('converts.wrong-field', unit === undefined ? place : below(place, 'countedIn'), {
      found: unit === undefined ? 'no unit' : '"countedIn" beside it',
      expected: 'the "unit" that the quantity is converted into, alone',
      remedy: 'Say the unit, for instance product.unit, and no "countedIn".',
    });
}

function isWritten({ declaration, isComputed }: Field): boolean {
  return declaration?.type === 'quantity' && declaration.unit !== undefined && !isComputed;
}

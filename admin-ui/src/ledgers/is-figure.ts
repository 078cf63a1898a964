import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';

/** Whether a field is counted by the ledger that its entity holds the balances of. */
export function isFigure(entity: MetaEntity, field: MetaField): boolean {
  return entity.kind === 'balance' && entity.ledger?.measures.includes(field.name) === true;
}

import { below } from '../../parse/reporter.js';
import { ledgerAt } from './post.js';
import { entityOfRecord, optional, type LinkStep } from './step-linking.js';

/** Adds the opposite of what a record posted. */
export const linkReverse: LinkStep<'reverse'> = (declaration, place, steps) => {
  const of = optional(steps, declaration.of, below(place, 'of'), ['record']);
  const ledger = declaration.ledger === undefined ? null : ledgerAt(steps, declaration.ledger, below(place, 'ledger'));
  if (entityOfRecord(steps, of, below(place, 'of')) === null || (declaration.ledger !== undefined && ledger === null)) return null;
  return { kind: 'reverse', ledger: ledger?.id ?? null, of, date: optional(steps, declaration.date, below(place, 'date'), ['date']) };
};

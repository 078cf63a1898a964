import type { ProblemCode } from '../problem-catalogue.js';
import { below, type Place } from '../parse/reporter.js';
import type { Linking } from './linking.js';

type Code = Extract<ProblemCode, `${string}.across-companies`>;

/** Tells of a value that leaves its company. Where it has a word for it, whoever declares it may say that it is meant. */
export function reportAcross(code: Code, found: string, place: Place, canSay: boolean, { reporter }: Linking): void {
  const way = 'Give the record a required reference to its company, or the way to it, as in "company": "order.company"';
  reporter.report(code, place, {
    found,
    expected: `what belongs to the company of the record, or to none${canSay ? '; or "acrossCompanies": true' : ''}`,
    remedy: canSay
      ? `${way}; or add "acrossCompanies": true and hide the field from those who must not know what is another company's.`
      : `${way}; or let a formula with "acrossCompanies": true hold the value.`,
  });
}

/** Tells that it is said where nothing leaves its company, so that it means something where it stands. */
export function reportNeedless(code: Code, of: string, place: Place, { reporter }: Linking): void {
  reporter.report(code, below(place, 'acrossCompanies'), {
    found: `"acrossCompanies" of ${of} that mixes no companies`,
    expected: 'it only where companies are mixed',
    remedy: 'Delete it.',
  });
}

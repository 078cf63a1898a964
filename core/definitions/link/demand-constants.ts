import type { FieldDeclaration } from '../../../schemas/generated/types.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';

const conditional = ['required', 'readOnly', 'visible'] as const;

/** Conditions are about a record that somebody writes, and secrets are kept in one; entries of ledgers, inputs of transitions and settings of workflows take constants, which runs remember and show. */
export function demandConstants(declaration: FieldDeclaration, place: Place, reporter: Reporter): void {
  for (const key of conditional.filter((one) => typeof declaration[one] === 'object')) {
    reporter.report('field.contradiction', below(place, key), {
      found: `a condition as "${key}" of a field that belongs to no record that is written`,
      expected: 'true or false',
      remedy: 'Write a constant.',
    });
  }
  if (declaration.dataClass === 'secret')
    reporter.report('field.contradiction', below(place, 'dataClass'), {
      found: 'a secret that no record keeps',
      expected: 'a secret field of a record',
      remedy: 'Keep it in a record or in settings of the plugin, and let a handler read it with info.secret.',
    });
}

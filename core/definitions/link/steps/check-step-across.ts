import type { ExpressionType } from '../../expressions/types.js';
import { below, type Place } from '../../parse/reporter.js';
import { checkWritesAcross, type Written, type WrittenValue } from '../check-writes-across.js';
import type { Expressions, StepLines } from './step.js';
import { elementType, type StepLinking } from './step-linking.js';

interface Writing extends Omit<Written, 'values'> {
  readonly lines?: readonly StepLines[];
  /** Key of the step where fields are said; unsaid: fields. */
  readonly at?: 'input';
}

/** What a step writes stays in its company, unless the step says otherwise. */
export function checkStepAcross(steps: StepLinking, { acrossCompanies = false }: { readonly acrossCompanies?: boolean }, place: Place, writing: Writing): void {
  const { lines = [], at = 'fields', ...written } = writing;
  const ofLines = lines.flatMap(({ field, each, as, fields }) => {
    const more: ReadonlyMap<string, ExpressionType> = each === null ? new Map() : new Map([[as, elementType(each)]]);
    return valuesIn(fields, below(place, 'lines', field, 'fields')).map((one) => ({ ...one, more }));
  });
  const values = [...valuesIn(written.fields, below(place, at)), ...ofLines];
  checkWritesAcross({ ...written, values }, { place, what: 'a step', isSaid: acrossCompanies }, steps);
}

/** Each with its place. */
export function valuesIn(fields: Expressions, place: Place): readonly WrittenValue[] {
  return [...fields].map(([name, expression]) => ({ expression, place: below(place, name) }));
}

import type { Decimal } from 'decimal.js';
import { divide } from '../../definitions/expressions/exact.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber } from '../../definitions/expressions/value.js';

/** A quantity of one unit in another, exact to 20 places; null where the two have no category in common. */
export function convertedTo(quantity: Decimal, from: RecordValue, to: RecordValue): Decimal | null {
  if (from.id === to.id) return quantity;
  const [factor, divisor] = [from.get('factor'), to.get('factor')];
  if (!isSameCategory(from, to) || !isNumber(factor) || !isNumber(divisor)) return null;
  return divide(quantity.times(factor), divisor);
}

function isSameCategory(one: RecordValue, other: RecordValue): boolean {
  const [category, of] = [one.get('category'), other.get('category')];
  return category instanceof RecordValue && of instanceof RecordValue && category.id === of.id;
}

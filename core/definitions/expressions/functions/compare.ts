import { DateValue } from '../date-value.js';
import { InstantValue } from '../instant-value.js';
import { RecordValue } from '../record-value.js';
import { isNumber, type Value } from '../value.js';

/** Order of two values: negative, zero or positive; null when one is null or they are of different types. */
export function compare(left: Value | undefined, right: Value | undefined): number | null {
  const [a, b] = [keyOf(left), keyOf(right)];
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof DateValue && b instanceof DateValue) return compareTexts(a.text, b.text);
  if (a instanceof InstantValue && b instanceof InstantValue) return a.milliseconds - b.milliseconds;
  return isNumber(a) && isNumber(b) ? a.comparedTo(b) : null;
}

/** A record compares as its id. */
function keyOf(value: Value | undefined): Value {
  return value instanceof RecordValue ? value.id : (value ?? null);
}

/** By code points, as PostgreSQL's "C" collation does; JavaScript's own order goes by UTF-16 units. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  let index = 0;
  while (left[index] === right[index]) index += 1;
  // Between the halves of a surrogate pair the whole pair decides.
  if (index > 0 && isHighSurrogate(left.charCodeAt(index - 1))) index -= 1;
  return (left.codePointAt(index) ?? -1) - (right.codePointAt(index) ?? -1);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

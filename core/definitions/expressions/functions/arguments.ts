import type { Decimal } from 'decimal.js';
import { DateValue } from '../date-value.js';
import { RecordValue } from '../record-value.js';
import { isNumber, type Value } from '../value.js';

/** Text of an argument; a record gives its id. Null when it is none. */
export function textOf(value: Value | undefined): string | null {
  if (value instanceof RecordValue) return value.id;
  return typeof value === 'string' ? value : null;
}

/** Work on one number; null stays null. */
export function withNumber(work: (number: Decimal) => Value): (args: readonly Value[]) => Value {
  return ([number = null]) => (isNumber(number) ? work(number) : null);
}

/** Work on two numbers; null when one is null. */
export function withNumbers(work: (left: Decimal, right: Decimal) => Value): (args: readonly Value[]) => Value {
  return ([left = null, right = null]) => (isNumber(left) && isNumber(right) ? work(left, right) : null);
}

/** Work on a text; null stays null. */
export function withText(work: (text: string) => Value): (args: readonly Value[]) => Value {
  return ([first]) => {
    const text = textOf(first);
    return text === null ? null : work(text);
  };
}

/** A test of two texts; false when one is null. */
export function testTexts(test: (text: string, part: string) => boolean): (args: readonly Value[]) => Value {
  return ([first, second]) => {
    const [text, part] = [textOf(first), textOf(second)];
    return text !== null && part !== null && test(text, part);
  };
}

/** Work on a date and a number, its fraction cut off; null when one is null. */
export function withDateAndNumber(work: (date: DateValue, number: number) => Value): (args: readonly Value[]) => Value {
  return ([date, number = null]) => (date instanceof DateValue && isNumber(number) ? work(date, number.trunc().toNumber()) : null);
}

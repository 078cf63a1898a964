import { Decimal } from 'decimal.js';

/** The number of a cell as people write it. Spreadsheets store 1.1 as 1.1000000000000001: what differs from fifteen digits by that alone has fifteen. */
export function cellNumber(stored: string): string {
  if (!/^-?\d+(?:\.\d+)?(?:[Ee][+-]?\d{1,3})?$/u.test(stored)) return stored;
  const exact = new Decimal(stored);
  const short = exact.toSignificantDigits(15);
  const isSame = exact
    .minus(short)
    .abs()
    .lessThanOrEqualTo(exact.abs().times(2 * Number.EPSILON));
  return (isSame ? short : exact).toFixed();
}

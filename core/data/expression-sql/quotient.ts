import { sql, type Sql } from '../sql.js';

/**
 * The quotient as expressions define it: rounded half-up to 20 places, null for the divisor 0. PostgreSQL's own `/` chooses its number
 * of places by the operands; a truncated quotient of 21 places is exact, and its last digit decides the rounding.
 */
export function quotient(dividend: Sql, divisor: Sql): Sql {
  return sql`round(div(${dividend} * 1000000000000000000000, nullif(${divisor}, 0)) * 0.000000000000000000001, 20)`;
}

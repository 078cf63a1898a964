import type { DateValue } from './date-value.js';
import type { InstantValue } from './instant-value.js';
import type { RecordValue } from './record-value.js';
import type { Value } from './value.js';

/** What the names of an expression stand for while it is evaluated. */
export interface Environment {
  /** Whose fields stand without a prefix; null where there is none. */
  readonly record: RecordValue | null;
  /** user, row … */
  readonly variables: ReadonlyMap<string, Value>;
  /** The day in the company's time zone. */
  readonly today: DateValue;
  readonly now: InstantValue;
  /** What the functions of the scope do, by name. */
  readonly functions?: ReadonlyMap<string, (args: readonly Value[]) => Value>;
}

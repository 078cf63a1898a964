import type { Value } from '../../definitions/expressions/value.js';
import { convert } from './convert.js';
import { isTimeZone } from '../../kernel/time-zone.js';
import type { FunctionPlace } from './function-place.js';
import { workingDayFunctions } from './working-days.js';

/** Work of one function; null while a record that it needs is still to be loaded. */
type RecordFunction = (place: FunctionPlace, args: readonly Value[]) => Value;

const table: Readonly<Record<string, RecordFunction>> = {
  convert,
  ...workingDayFunctions,
  isTimeZone: (_, [text = null]) => typeof text === 'string' && isTimeZone(text),
};

/** What the functions over records do, by name. */
export function recordFunctions(place: FunctionPlace): ReadonlyMap<string, (args: readonly Value[]) => Value> {
  return new Map(Object.entries(table).map(([name, work]) => [name, (args: readonly Value[]) => work(place, args)]));
}

import type { Value } from '../../definitions/expressions/value.js';
import { convert } from './convert.js';
import type { FunctionPlace } from './function-place.js';

/** Work of one function; null while a record that it needs is still to be loaded. */
type RecordFunction = (place: FunctionPlace, args: readonly Value[]) => Value;

const table: Readonly<Record<string, RecordFunction>> = { convert };

/** What the functions over records do, by name. */
export function recordFunctions(place: FunctionPlace): ReadonlyMap<string, (args: readonly Value[]) => Value> {
  return new Map(Object.entries(table).map(([name, work]) => [name, (args: readonly Value[]) => work(place, args)]));
}

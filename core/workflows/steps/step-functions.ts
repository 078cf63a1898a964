import { RecordValue } from '../../definitions/expressions/record-value.js';
import { valueToWire, type Value } from '../../definitions/expressions/value.js';
import { recordFunctions } from '../../records/functions/record-functions.js';
import type { FunctionPlace } from '../../records/functions/function-place.js';

/** What the functions of steps do, by name. */
export function stepFunctions(place: FunctionPlace): ReadonlyMap<string, (args: readonly Value[]) => Value> {
  return new Map<string, (args: readonly Value[]) => Value>([...recordFunctions(place), ['labelOf', ([value = null]) => labelOf(value)]]);
}

/** How a record is called, which is its title. */
function labelOf(value: Value): Value {
  if (value instanceof RecordValue) return value.get('_label');
  const wire = valueToWire(value);
  return typeof wire === 'string' ? wire : null;
}

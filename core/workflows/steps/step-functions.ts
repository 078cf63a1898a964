import { DateValue } from '../../definitions/expressions/date-value.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber, valueToWire, type Value } from '../../definitions/expressions/value.js';
import { recordFunctions } from '../../records/functions/record-functions.js';
import type { StepRun } from './step-run.js';
import { addWorkingDays, isWorkingDay } from './working-calendar.js';

/** What the functions of steps do, by name. */
export function stepFunctions({
  calendar,
  platform,
  records,
}: Pick<StepRun, 'calendar' | 'platform' | 'records'>): ReadonlyMap<string, (args: readonly Value[]) => Value> {
  return new Map<string, (args: readonly Value[]) => Value>([
    ...recordFunctions({ model: platform.model, known: records }),
    [
      'addWorkingDays',
      ([day = null, count = null]) =>
        day instanceof DateValue && isNumber(count)
          ? DateValue.parse(addWorkingDays(calendar, day.text, Math.max(-3660, Math.min(3660, count.toNumber()))))
          : null,
    ],
    ['isWorkingDay', ([day = null]) => (day instanceof DateValue ? isWorkingDay(calendar, day.text) : false)],
    ['labelOf', ([value = null]) => labelOf(value)],
  ]);
}

/** How a record is called, which is its title. */
function labelOf(value: Value): Value {
  if (value instanceof RecordValue) return value.get('_label');
  const wire = valueToWire(value);
  return typeof wire === 'string' ? wire : null;
}

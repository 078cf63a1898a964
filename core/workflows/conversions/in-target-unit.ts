import { Exact, roundTo } from '../../definitions/expressions/exact.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber, type Value } from '../../definitions/expressions/value.js';
import type { Expressions } from '../../definitions/link/steps/step.js';
import type { Entity } from '../../definitions/model.js';
import { asCounted } from '../../records/functions/as-counted.js';
import { convertedTo } from '../../records/functions/converted-to.js';
import { unitsOf } from '../../records/conversions/conversion-units.js';
import type { CountingConversion } from '../../records/conversions/conversions-of.js';
import type { OtherUnit } from './in-other-unit.js';
import { valueNow, type StepRun } from '../steps/step-run.js';
import { entityOf } from '../steps/write-steps.js';

type Quantity = InstanceType<typeof Exact>;

/** Digits at which a quotient that is cut at 20 is taken for what it stands for, before it is rounded down. */
const certain = 12;

/** A quantity of the line that is made. */
interface InUnit {
  readonly quantity: Quantity;
  /** The unit, where it is another one than that which the line would have by itself. */
  readonly unit: OtherUnit | null;
}

/**
 * What is taken of a line in the unit of the line that is made, which is said by `map` or fetched. What does not come out in that unit, but in the one that a field of the line holds the quantity in with `converts`, is
 * made in the latter. Else it is rounded down to the decimals of the unit, so that never more is taken than there is. Units that cannot be converted are refused once the line is written, as they are when it is written by hand.
 */
export async function inTargetUnit(run: StepRun, conversion: CountingConversion, more: ReadonlyMap<string, Value>, taken: Quantity): Promise<InUnit> {
  const units = unitsOf(run.platform.model, conversion);
  if (units === null) return { quantity: taken, unit: null };
  const { lines } = conversion;
  const places = entityOf(run, lines.targetLine).fields.get(lines.quantity.to)?.scale ?? 0;
  const planning = { run, conversion, more };
  return run.records.settle(() => {
    const from = follow(more.get('line') ?? null, units.from);
    const to = planned(planning, units.to);
    if (!(from instanceof RecordValue) || !(to instanceof RecordValue)) return { quantity: taken, unit: null };
    const exact = exactIn(taken, from, to);
    const decimals = to.get('decimals');
    if (exact === null || !isNumber(decimals)) return { quantity: taken, unit: null };
    const least = Math.min(places, decimals.toNumber());
    const whole = asCounted(exact, least);
    const finer = whole === null ? inOwnUnit(planning, units.to, { from, to, taken }) : null;
    // In its own unit what is finer than that is counted is refused, not cut.
    return finer ?? { quantity: whole ?? exact.toDecimalPlaces(from.id === to.id ? places : least, Exact.ROUND_DOWN), unit: null };
  });
}

/** What is taken of a line, with its unit and that which the line that is made would have. */
interface Taken {
  readonly from: RecordValue;
  readonly to: RecordValue;
  readonly taken: Quantity;
}

/** In the unit that the line holds the quantity in beside; null where there is none, or it does not come out in that either. */
function inOwnUnit(planning: Planning, [field = '', ...further]: readonly string[], { from, to, taken }: Taken): InUnit | null {
  const { lines } = planning.conversion;
  const holder = [...entityOf(planning.run, lines.targetLine).fields.values()].find((one) => one.convertsQuantity === lines.quantity.to);
  const path = holder?.declaration?.type === 'quantity' ? holder.declaration.unit?.split('.') : undefined;
  const own = path === undefined || further.length > 0 ? null : planned(planning, path);
  if (!(own instanceof RecordValue)) return null;
  const [exact, decimals] = [exactIn(taken, from, own), own.get('decimals')];
  const quantity = exact === null || !isNumber(decimals) ? null : asCounted(exact, Math.min(holder?.scale ?? 0, decimals.toNumber()));
  const unit = otherUnit(field, own, to);
  return quantity === null || unit === null ? null : { quantity, unit };
}

function otherUnit(field: string, own: RecordValue, to: RecordValue): OtherUnit | null {
  const [factor, divisor] = [own.get('factor'), to.get('factor')];
  return own.id === null || !isNumber(factor) || !isNumber(divisor) ? null : { field, id: own.id, factor, divisor };
}

function exactIn(quantity: Quantity, from: RecordValue, to: RecordValue): Quantity | null {
  const exact = convertedTo(quantity, from, to);
  return exact === null ? null : roundTo(exact, certain);
}

interface Planning {
  readonly run: StepRun;
  readonly conversion: CountingConversion;
  readonly more: ReadonlyMap<string, Value>;
}

/** What will stand at a path of the line that is made. */
function planned(planning: Planning, [name = '', ...rest]: readonly string[]): Value {
  const { run, conversion } = planning;
  const { lines } = conversion;
  if (name !== 'parent') return follow(valueIn(planning, entityOf(run, lines.targetLine), lines.fields, name), rest);
  const [first = '', ...further] = rest;
  return follow(valueIn(planning, entityOf(run, conversion.target), conversion.fields, first), further);
}

function valueIn(planning: Planning, entity: Entity, fields: Expressions, name: string): Value {
  const { run, conversion, more } = planning;
  const { lines, declaration, target } = conversion;
  const field = entity.fields.get(name);
  const mapped = fields.get(name);
  if (entity.id === lines.targetLine && name === lines.source) return more.get('line') ?? null;
  if (entity.id === target && name === declaration.source && run.subject !== null) return run.records.reference(run.subject.entity, run.subject.id);
  if (mapped !== undefined) return recordOf(run, entity, name, valueNow(run, mapped, more));
  const [first, ...rest] = field?.fetch ?? [];
  return first === undefined ? null : follow(valueIn(planning, entity, fields, first), rest);
}

/** An id as the record that it is of. */
function recordOf({ platform, records }: StepRun, entity: Entity, name: string, content: Value): Value {
  const target = platform.model.entities.get(entity.fields.get(name)?.target ?? '');
  return typeof content === 'string' && target !== undefined ? records.reference(target, content) : content;
}

function follow(at: Value, path: readonly string[]): Value {
  return path.reduce<Value>((value, name) => (value instanceof RecordValue ? value.get(name) : null), at);
}

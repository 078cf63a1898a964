import { Decimal } from 'decimal.js';
import { textOf } from '../../definitions/expressions/functions/arguments.js';
import { isNumber, type Value } from '../../definitions/expressions/value.js';
import { UserError } from '../../kernel/user-error.js';
import { convertedTo } from './converted-to.js';
import type { FunctionPlace } from './function-place.js';

/** `convert(2, box, piece)`: the quantity in another unit of the category, exact to 20 places; with "up", "down" or "half-up" rounded to the decimals of that unit. */
export function convert({ model, known }: FunctionPlace, [quantity = null, from, to, rule]: readonly Value[]): Value {
  const unit = model.played.get('unit');
  const [fromId, toId] = [textOf(from), textOf(to)];
  if (unit === undefined || !isNumber(quantity) || fromId === null || toId === null) return null;
  const [source, target] = [known.reference(unit, fromId), known.reference(unit, toId)];
  const decimals = target.get('decimals');
  if (!isNumber(source.get('factor')) || !isNumber(target.get('factor')) || !isNumber(decimals)) return null;
  const exact = convertedTo(quantity, source, target);
  if (exact === null) throw new UserError(422, 'unit.incompatible', { from: String(source.get('_label')), to: String(target.get('_label')) });
  const rounding = roundings.get(textOf(rule) ?? '');
  return rounding === undefined ? exact : exact.toDecimalPlaces(decimals.toNumber(), rounding);
}

const roundings: ReadonlyMap<string, Decimal.Rounding> = new Map([
  ['up', Decimal.ROUND_UP],
  ['down', Decimal.ROUND_DOWN],
  ['half-up', Decimal.ROUND_HALF_UP],
]);

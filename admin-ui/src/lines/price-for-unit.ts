import type { DataProvider } from 'react-admin';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import type { Values } from '../record/use-draft.js';

interface Asking {
  readonly provider: DataProvider;
  readonly entities: ReadonlyMap<string, MetaEntity>;
}

/** A price that was found for a line. */
interface Found {
  readonly line: MetaEntity;
  readonly field: MetaField;
  readonly price: unknown;
  /** Path from the line to the unit that it is the price of one of; null where it says none. */
  readonly of: string | null;
}

/** A price of one unit as that of one of the unit of the line; null where the units cannot be converted, or are not seen: the server fills it in or says what is wrong. */
export async function priceForUnit(asking: Asking, { line, field, price, of }: Found, values: Values): Promise<unknown> {
  const wanted = values[field.per ?? ''];
  if (of === null || typeof wanted !== 'string') return price;
  const own = await ownUnit(asking, line, of, values);
  if (own === wanted) return price;
  const units = asking.entities.get(targetOf(line, field.per));
  if (units === undefined || own === null) return null;
  const { data } = await asking.provider.getMany(units.path, { ids: [wanted, own] });
  const unitBy = (id: string): ReadonlyMap<string, unknown> => membersOf(data.find((one: unknown) => membersOf(one).get('id') === id));
  return converted(price, unitBy(wanted), unitBy(own), field.scale ?? 2);
}

/** The unit in the record that the line refers to. */
async function ownUnit({ provider, entities }: Asking, line: MetaEntity, of: string, values: Values): Promise<string | null> {
  const [reference = '', source = '', ...further] = of.split('.');
  const target = entities.get(targetOf(line, reference));
  if (target === undefined || further.length > 0) return null;
  const { data } = await provider.getOne(target.path, { id: String(values[reference]) });
  const unit = membersOf(data).get(source);
  return typeof unit === 'string' ? unit : null;
}

async function converted(price: unknown, unit: ReadonlyMap<string, unknown>, of: ReadonlyMap<string, unknown>, scale: number): Promise<string | null> {
  const { divide, readNumber, roundTo } = await import('../../../core/definitions/expressions/exact.js');
  const [amount, factor, divisor] = [price, unit.get('factor'), of.get('factor')].map((one) => readNumber(String(one)) ?? undefined);
  // Who sees no categories is told by the server which units do not go together.
  const [category, other] = [unit.get('category'), of.get('category')];
  const isStrange = typeof category === 'string' && typeof other === 'string' && category !== other;
  if (isStrange || amount === undefined || factor === undefined || divisor === undefined) return null;
  const exact = divide(amount.times(factor), divisor);
  return exact === null ? null : roundTo(exact, scale).toFixed(scale);
}

function targetOf({ fields }: MetaEntity, name: string | undefined): string {
  return fields.find((field) => field.name === name)?.target ?? '';
}

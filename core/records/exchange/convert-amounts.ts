import type { Decimal } from 'decimal.js';
import { Exact, readNumber } from '../../definitions/expressions/exact.js';
import { isNumber } from '../../definitions/expressions/value.js';
import { wholeDigits } from '../../definitions/field-types/decimal.js';
import type { Entity, Field } from '../../definitions/model.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Computing } from '../write/computing.js';
import type { Draft } from '../write/draft.js';
import { shareOut } from './share-out.js';

/** A converted amount of the record or of one of its lines. */
interface Converted {
  readonly field: Field;
  readonly draft: Draft;
  readonly pointer: string;
  /** Before it is rounded; null where there is nothing to convert, or no rate to convert it at. */
  readonly exact: Decimal | null;
  /** The total of the record that it is a part of. */
  readonly total: string | null;
}

interface Rate {
  readonly factor: Decimal | null;
  /** Of the currency of the company; null where it is that of the record: nothing is converted, so nothing is rounded. */
  readonly decimals: number | null;
}

/** Converts the amounts of a record and its lines at its rate: totals first, rounded half-up to the decimals of the currency, then the parts, which add up to them exactly. */
export function convertAmounts(computing: Computing, entity: Entity, draft: Draft): readonly Violation[] {
  const rate = rateOf(computing, entity, draft);
  if (rate === null) return [];
  const ofLines = [...draft.lines].flatMap(([name, lines]) => {
    const line = computing.model.entities.get(entity.fields.get(name)?.target ?? '');
    return line === undefined ? [] : lines.flatMap((one, index) => convertedOf(line, one, `/${name}/${index}`, rate));
  });
  const all = [...convertedOf(entity, draft, '', rate), ...ofLines];
  const settled = all.filter(({ total }) => total === null);
  for (const one of settled) keep(one, rounded(one, rate));
  // Parts of what is settled follow it, and become totals of others in their turn.
  for (const { field, draft: at } of settled) {
    const parts = at === draft ? all.filter(({ total }) => total === field.name) : [];
    share(parts, numberAt(draft, field.name), rate);
    settled.push(...parts);
  }
  return all.flatMap((one) => tooLarge(computing, one));
}

function rateOf({ model, known }: Computing, { exchange }: Entity, { values }: Draft): Rate | null {
  const currency = model.played.get('currency');
  if (exchange === null || currency === undefined) return null;
  const into = values.get(exchange.companyCurrency) ?? null;
  if (into !== null && into === values.get(exchange.currency)) return { factor: new Exact(1), decimals: null };
  const decimals = typeof into === 'string' ? known.reference(currency, into).get('decimals') : null;
  const factor = readNumber(String(values.get(exchange.rate) ?? ''));
  return { factor: isNumber(decimals) ? factor : null, decimals: isNumber(decimals) ? decimals.toNumber() : 0 };
}

function convertedOf(entity: Entity, draft: Draft, pointer: string, { factor }: Rate): readonly Converted[] {
  return [...entity.fields.values()].flatMap((field) => {
    if (field.converts === null) return [];
    const source = numberAt(draft, field.converts.source);
    const exact = source === null || factor === null ? null : source.times(factor);
    return [{ field, draft, pointer: `${pointer}/${field.name}`, exact, total: field.converts.addsUpTo?.replace('parent.', '') ?? null }];
  });
}

/** Parts without an amount stay without. */
function share(parts: readonly Converted[], total: Decimal | null, rate: Rate): void {
  const { decimals } = rate;
  const exact = parts.flatMap((part) => (part.exact === null ? [] : [part.exact]));
  const places = Math.min(...parts.map(({ field }) => field.scale ?? 0), decimals ?? 0);
  const shares = decimals === null || total === null ? null : shareOut(total, exact, places);
  const next = shares?.values();
  for (const part of parts) keep(part, part.exact === null ? null : (next?.next().value ?? rounded(part, rate)));
}

function rounded({ exact, field }: Converted, { decimals }: Rate): Decimal | null {
  const scale = field.scale ?? 0;
  return exact?.toDecimalPlaces(decimals === null ? scale : Math.min(decimals, scale)) ?? null;
}

function keep({ draft, field }: Converted, amount: Decimal | null): void {
  draft.values.set(field.name, amount === null ? null : amount.toFixed(field.scale ?? 0).replace(/^-(?=[0.]*$)/u, ''));
}

function tooLarge({ caller }: Computing, { draft, field, pointer }: Converted): readonly Violation[] {
  const whole = String(draft.values.get(field.name) ?? '').replace(/^-|\..*$/gu, '');
  if (whole.length <= wholeDigits) return [];
  draft.values.set(field.name, null);
  return [{ pointer, code: 'record.formula-overflow', params: { field: textIn(field.label, caller.locale), found: `> 10^${wholeDigits}` } }];
}

function numberAt({ values }: Draft, name: string): Decimal | null {
  return readNumber(String(values.get(name) ?? ''));
}

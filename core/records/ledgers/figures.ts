import type { Decimal } from 'decimal.js';
import { Exact, roundTo } from '../../definitions/expressions/exact.js';
import type { Field } from '../../definitions/model.js';

/** What is added to each measure, or what there is of it, by name. */
export type Figures = ReadonlyMap<string, Decimal>;

export const zero = new Exact(0);

/** Figures of a row in which numbers are decimal text. */
export function figuresOf(measures: readonly Field[], row: Readonly<Record<string, unknown>>): Figures {
  return new Map(measures.map((field) => [field.name, new Exact(String(row[field.name] ?? '0'))]));
}

export function figure(figures: Figures, name: string): Decimal {
  return figures.get(name) ?? zero;
}

export function added(one: Figures, other: Figures): Figures {
  return new Map([...new Set([...one.keys(), ...other.keys()])].map((name) => [name, figure(one, name).plus(figure(other, name))]));
}

export function negated(figures: Figures): Figures {
  return new Map([...figures].map(([name, number]) => [name, number.negated()]));
}

/** Rounded half-up to the digits that each measure keeps. */
export function atScale(measures: readonly Field[], figures: Figures): Figures {
  return new Map(measures.map((field) => [field.name, roundTo(figure(figures, field.name), field.scale ?? 0)]));
}

export function isNothing(figures: Figures): boolean {
  return [...figures.values()].every((number) => number.isZero());
}

/** Decimal text of a measure as the database and the API spell it. */
export function wireOf(field: Field, number: Decimal): string {
  const text = number.toFixed(field.scale ?? 0);
  return /[1-9]/u.test(text) ? text : text.replace('-', '');
}

import type { SequenceField } from '../../schemas/generated/types.js';

/** A piece of a sequence's pattern. */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'date'; readonly part: DatePart }
  /** A text of the record or of what it refers to. */
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'counter'; readonly digits: number };

export type DatePart = 'YYYY' | 'YY' | 'MM';

/** The pieces of a pattern, in order. */
export function patternParts(pattern: string): readonly PatternPart[] {
  return pattern.split(/(\{[^{}]*\})/u).flatMap((piece): readonly PatternPart[] => {
    if (piece === '') return [];
    if (!piece.startsWith('{')) return [{ kind: 'text', text: piece }];
    const name = piece.slice(1, -1);
    if (isDatePart(name)) return [{ kind: 'date', part: name }];
    return [name.startsWith('0') ? { kind: 'counter', digits: name.length } : { kind: 'path', path: name.split('.') }];
  });
}

function isDatePart(name: string): name is DatePart {
  return name === 'YYYY' || name === 'YY' || name === 'MM';
}

/** Date parts of which a change starts the counter again; null: whichever the pattern shows. */
const kept: Readonly<Record<NonNullable<SequenceField['reset']>, readonly DatePart[]>> = { never: [], year: ['YYYY', 'YY'], month: ['YYYY', 'YY', 'MM'] };

/** Whether the counter starts again when that part of the date changes. */
export function startsAgainWith({ reset }: Pick<SequenceField, 'reset'>, part: DatePart): boolean {
  return reset === undefined || kept[reset].includes(part);
}

/** A part of a day written YYYY-MM-DD. */
export function datePartOf(day: string, part: DatePart): string {
  return part === 'YYYY' ? day.slice(0, 4) : part === 'YY' ? day.slice(2, 4) : day.slice(5, 7);
}

/** Reference fields of which every value has a series of its own. */
export function seriesOf({ per = [], pattern }: Pick<SequenceField, 'per' | 'pattern'>): readonly string[] {
  const named = patternParts(pattern).flatMap((part) => (part.kind === 'path' && part.path.length > 1 ? (part.path[0] ?? []) : []));
  return [...new Set([...per, ...named])];
}

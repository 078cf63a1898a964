import { accepted, refused, wrongType, type Accepted, type Operator } from './field-type.js';

export const textOperators: readonly Operator[] = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith', 'isNull', 'between'];

/** Takes text that PostgreSQL can keep, at most so long; empty text is no value. */
export function acceptText(json: unknown, longest: number, isOneLine: boolean): Accepted {
  if (typeof json !== 'string') return wrongType('text', json);
  if (/[\0\p{Cs}]/u.test(json)) return refused('field.not-text');
  const text = isOneLine ? json.trim() : json;
  if (isOneLine && /[\n\r\u2028\u2029]/u.test(text)) return refused('field.not-one-line');
  if (text === '') return accepted(null);
  const found = text.length > longest ? [...text].length : 0;
  return found > longest ? refused('field.too-long', { longest, found }) : accepted(text);
}

import type { SequenceField } from '../../../schemas/generated/types.js';
import type { Executor } from '../../data/database.js';
import { columnAt } from '../../data/row-names.js';
import { identifier, join, sql, value, type Sql, type SqlValue } from '../../data/sql.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { datePartOf, patternParts, startsAgainWith, type PatternPart } from '../../definitions/sequence-pattern.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { standardTimeZone } from '../../kernel/time-zone.js';
import type { Draft } from './draft.js';

/** A record or line that is to have a number. */
export interface Numbered {
  readonly model: Model;
  readonly caller: Caller;
  readonly entity: Entity;
  readonly draft: Draft;
}

/**
 * The next number of a sequence field. The counter's row is held until the executor's transaction ends, so within one no number is lost or given twice; outside
 * of any nobody waits for another, and what is not saved leaves a gap.
 */
export async function nextNumber(executor: Executor, numbered: Numbered, field: Field): Promise<string> {
  const declaration = field.declaration?.type === 'sequence' ? field.declaration : null;
  if (declaration === null) throw new Error(`${field.name} is no sequence`);
  const day = dayOf(numbered.draft, declaration);
  const parts = await Promise.all(patternParts(declaration.pattern).map((part) => pieceOf(executor, numbered, declaration, part, day)));
  const series = [parts.map(({ key }) => key).join(''), ...(declaration.per ?? []).map((name) => idOf(numbered.draft, name))];
  const last = await count(executor, numbered, field, { series, pattern: `^${parts.map(({ pattern }) => pattern).join('')}$` });
  return parts.map(({ text, digits }) => (digits === null ? text : last.padStart(digits, '0'))).join('');
}

function dayOf({ values }: Draft, { date }: SequenceField): string {
  const given = date === undefined ? null : values.get(date);
  return typeof given === 'string' ? given : clockAt(new Date(), standardTimeZone).today.text;
}

function idOf({ values }: Draft, name: string): string {
  return String(values.get(name) ?? '-');
}

/** What a piece of the pattern becomes: in the number, in the name of its series, and as a regular expression over numbers given before. */
interface Piece {
  readonly text: string;
  readonly key: string;
  readonly pattern: string;
  /** Of the counter. */
  readonly digits: number | null;
}

async function pieceOf(executor: Executor, numbered: Numbered, declaration: SequenceField, part: PatternPart, day: string): Promise<Piece> {
  if (part.kind === 'text') return { text: part.text, key: part.text, pattern: escaped(part.text), digits: null };
  if (part.kind === 'counter') return { text: '', key: `{${'0'.repeat(part.digits)}}`, pattern: '([0-9]{1,18})', digits: part.digits };
  if (part.kind === 'date') {
    const text = datePartOf(day, part.part);
    const isKept = startsAgainWith(declaration, part.part);
    return { text, key: isKept ? text : `{${part.part}}`, pattern: isKept ? text : `[0-9]{${text.length}}`, digits: null };
  }
  const text = await textAt(executor, numbered, part.path);
  return { text, key: part.path.length === 1 ? text : idOf(numbered.draft, part.path[0] ?? ''), pattern: escaped(text), digits: null };
}

function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} ]/gu, String.raw`\$&`);
}

/** A text of the record or of what it refers to; a number cannot be made without it. */
async function textAt(executor: Executor, { model, caller, entity, draft }: Numbered, [name = '', ...rest]: readonly string[]): Promise<string> {
  const field = entity.fields.get(name);
  const own = draft.values.get(name);
  const target = model.entities.get(field?.target ?? '');
  const column = target === undefined || rest.length === 0 ? null : columnAt(target, identifier('t'), rest, model);
  const text =
    column === null || target === undefined || typeof own !== 'string'
      ? own
      : await executor.text(sql`SELECT ${column}::text FROM ${identifier(target.table)} t WHERE t.id = ${value(own, 'uuid')}`);
  if (typeof text === 'string' && text !== '' && (rest.length === 0 || own !== null)) return text;
  const missing = [textIn(field?.label ?? name, caller.locale), ...rest].join('.');
  const violation = { pointer: `/${name}`, code: 'record.number-part', params: { field: missing } } as const;
  throw new UserError(422, 'record.number-part', violation.params, [violation]);
}

interface Series {
  /** What the pattern makes, and what it is counted per. */
  readonly series: readonly string[];
  readonly pattern: string;
}

/**
 * Counts one further. A series that is new goes on from what was numbered before it, when a pattern was changed or data brought in; and where it was counted per something else before,
 * from the last number that was given then, also when that record is gone.
 */
async function count(executor: Executor, { entity, draft }: Numbered, field: Field, { series, pattern }: Series): Promise<string> {
  const name = value(`${entity.id}.${field.name}`, 'text');
  const period = value(series.join(' '), 'text');
  const next = await executor.text(sql`UPDATE trellis_sequence SET last = last + 1 WHERE field = ${name} AND period = ${period} RETURNING last::text`);
  if (next !== null) return next;
  const column = identifier(field.column);
  const first = await executor.text(sql`
    INSERT INTO trellis_sequence AS s (field, period, last)
    SELECT ${name}, ${period}, CASE WHEN max(number) IS NULL THEN 1 ELSE greatest(max(number), ${givenBefore(field, name, series)}) + 1 END
      FROM (SELECT substring(${column} FROM ${value(pattern, 'text')})::bigint AS number FROM ${identifier(entity.table)}
        WHERE ${join([sql`${column} ~ ${value(pattern, 'text')}`, ...sameSeries(entity, draft, field)], ' AND ')}) given
    ON CONFLICT (field, period) DO UPDATE SET last = s.last + 1 RETURNING last::text`);
  return first ?? '';
}

/** The last number of the series that this one was part of, or is made of. Where no number may be missing none was given that is not there. */
function givenBefore({ declaration }: Field, name: SqlValue, series: readonly string[]): Sql {
  if (declaration?.type === 'sequence' && declaration.gapless === true) return sql`0`;
  const wider = series.slice(1).map((_, index) => series.slice(0, index + 1).join(' '));
  const own = value(`${series.join(' ')} `, 'text');
  return sql`(SELECT max(b.last) FROM trellis_sequence b WHERE b.field = ${name} AND (b.period = ANY(${value(wider, 'text[]')}) OR starts_with(b.period, ${own})))`;
}

function sameSeries({ fields }: Entity, draft: Draft, { declaration }: Field): readonly Sql[] {
  const per = declaration?.type === 'sequence' ? (declaration.per ?? []) : [];
  return per.flatMap((name) => {
    const column = fields.get(name)?.column;
    return column === undefined ? [] : [sql`${identifier(column)} IS NOT DISTINCT FROM ${value(draft.values.get(name) ?? null, 'uuid')}`];
  });
}

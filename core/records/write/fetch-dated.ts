import { validValuesSql, type DatedQuestion } from '../../data/query/dated-sql.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { Field } from '../../definitions/model.js';
import type { Asking } from './asking.js';
import { asKept, type Fetched, type Piece } from './complete.js';
import { standardTimeZone } from '../../kernel/time-zone.js';
import { computed, computingFor } from './computing.js';
import { isSame, type Draft } from './draft.js';
import { isForOtherUnit } from './fetch-for-unit.js';
import { isFieldValue } from './lookups.js';

interface Asked {
  readonly owner: Piece;
  readonly company: string | null;
}

/**
 * Copies what is valid on the day of the record, where what it is looked up by is new. What is found need not be visible to the caller: the plugin said that it
 * belongs here. What belongs to another company does not. Gives what it copied.
 */
export async function fetchDated(asking: Asking, pieces: readonly [Piece, ...Piece[]]): Promise<readonly Fetched[]> {
  const [owner] = pieces;
  const wishes = new Map<Field, Piece[]>();
  for (const piece of pieces)
    for (const field of piece.entity.fields.values())
      if (field.fetchDated !== null && isNews(piece, owner, field)) wishes.set(field, [...(wishes.get(field) ?? []), piece]);
  if (wishes.size === 0) return [];
  const { platform, caller, executor } = asking;
  const company = await computed(platform.model, caller, executor, (computing) => computingFor(computing, owner.entity, owner.draft).company());
  const fetched: Fetched[] = [];
  for (const [field, askers] of wishes) fetched.push(...(await fetchField({ ...asking, owner, company }, field, askers)));
  return fetched;
}

async function fetchField({ platform, executor, owner, company }: Asking & Asked, field: Field, askers: readonly Piece[]): Promise<readonly Fetched[]> {
  const fetch = field.fetchDated;
  const entity = platform.model.entities.get(fetch?.dated ?? '');
  if (fetch === null || entity === undefined) return [];
  const today = clockAt(new Date(), standardTimeZone).today.text;
  const questions = askers.map(({ draft }): DatedQuestion => {
    const at = (path: string | undefined): unknown => (path === undefined ? null : valueAt(path, draft, owner.draft));
    const day = at(fetch.on);
    const keys = Object.fromEntries(Object.entries(fetch.by).map(([key, path]) => [key, at(path)]));
    return { keys, day: typeof day === 'string' ? day : null };
  });
  const general = questions.map(({ keys, day }) => ({ keys: { ...keys, ...Object.fromEntries((fetch.general ?? []).map((key) => [key, null])) }, day }));
  const json: unknown = JSON.parse(
    (await executor.text(validValuesSql({ model: platform.model, entity, company }, fetch, [...questions, ...general], today))) ?? '{}',
  );
  const found = new Map<string, unknown>(typeof json === 'object' && json !== null ? Object.entries(json) : []);
  return askers.flatMap((piece, place) => {
    const row = found.get(String(place)) ?? found.get(String(place + askers.length));
    const content: unknown = typeof row === 'object' && row !== null && 'value' in row ? row.value : null;
    const sent = piece.given.has(field.name) ? (piece.draft.values.get(field.name) ?? null) : null;
    if (!isFieldValue(content) || content === null || sent !== null) return [];
    piece.draft.values.set(field.name, asKept(field, content));
    return [{ piece, field, isDated: true }];
  });
}

/** Whether the record is new, or what it is looked up by, or the unit that it is a price of, has changed. */
function isNews(piece: Piece, owner: Piece, field: Field): boolean {
  if (piece.before === null || isForOtherUnit(piece, owner, field)) return true;
  const before = piece.before;
  return Object.values(field.fetchDated?.by ?? {}).some(
    (path) => !isSame(valueAt(path, piece.draft, owner.draft), valueAt(path, before, owner.before ?? owner.draft)),
  );
}

function valueAt(path: string, draft: Draft, owner: Draft): ReturnType<Draft['values']['get']> {
  return path.startsWith('parent.') ? owner.values.get(path.slice('parent.'.length)) : draft.values.get(path);
}

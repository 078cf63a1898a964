import type { Executor } from '../../data/database.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { isWhole } from '../../definitions/field-types/is-whole.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import { computed, computingFor } from './computing.js';
import { fillExpressions } from './defaults.js';
import { isSame, type Draft } from './draft.js';
import { fetchers, lookUp, onlyChoices, wishKey, type Found, type Lookups, type Wish } from './lookups.js';

/** A record or line with what it was before; null when it is new. `given` are the names that were sent. */
export interface Piece {
  readonly entity: Entity;
  readonly draft: Draft;
  readonly before: Draft | null;
  readonly given: ReadonlySet<string>;
  readonly pointer: string;
}

/** References to the only record there is, for what a new record was not given. */
export async function fillOnlyChoices(platform: Platform, executor: Executor, caller: Caller, { entity, draft, given }: Piece): Promise<void> {
  const open = [...entity.fields.values()].filter(
    (field) =>
      field.declaration?.type === 'reference' &&
      field.declaration.defaultToOnly === true &&
      !given.has(field.name) &&
      (draft.values.get(field.name) ?? null) === null,
  );
  for (const [name, id] of await onlyChoices(platform, executor, caller, open)) draft.values.set(name, id);
}

/** A value that was copied: through a reference, or because it is valid on a day. */
export interface Fetched {
  readonly piece: Piece;
  readonly field: Field;
  readonly isDated: boolean;
}

interface Followed {
  readonly violations: readonly Violation[];
  readonly fetched: readonly Fetched[];
}

/** Checks that new references are there, seen and choosable, and copies what is fetched through them. A second round serves references that were themselves fetched. */
export async function followReferences(platform: Platform, executor: Executor, caller: Caller, pieces: readonly Piece[]): Promise<Followed> {
  const violations: Violation[] = [];
  const fetched: Fetched[] = [];
  const followed = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    // Defaults may read what was fetched.
    if (round > 0) await fillNew(platform, executor, caller, pieces);
    const wishes = wishesOf(pieces, followed);
    if (wishes.length === 0) break;
    const lookups = await lookUp(platform, executor, caller, wishes);
    for (const piece of pieces) violations.push(...follow({ platform, caller, piece, fetched }, wishes, lookups, round));
    for (const wish of wishes) for (const id of wish.ids) followed.add(`${wishKey(wish.entity, wish.field)} ${id}`);
  }
  return { violations, fetched };
}

/** Default expressions of what is new, now that more is known. */
async function fillNew(platform: Platform, executor: Executor, caller: Caller, pieces: readonly Piece[]): Promise<void> {
  const fresh = pieces.filter(({ before, entity }) => before === null && entity.defaults.length > 0);
  const [owner] = pieces;
  if (fresh.length === 0 || owner === undefined) return;
  await computed(platform.model, caller, executor, (shared) => {
    const computing = computingFor(shared, owner.entity, owner.draft);
    for (const piece of fresh) fillExpressions(computing, piece);
  });
}

/** References of all pieces that changed, gathered by field. */
function wishesOf(pieces: readonly Piece[], followed: ReadonlySet<string>): readonly Wish[] {
  const wishes = new Map<string, { entity: Entity; field: Field; ids: Set<string> }>();
  for (const piece of pieces) {
    for (const field of piece.entity.fields.values()) {
      if ((field.type !== 'reference' && field.type !== 'many-to-many') || field.isSystem) continue;
      const key = wishKey(piece.entity, field);
      const fresh = newIds(piece, field).filter((id) => !followed.has(`${key} ${id}`));
      const wish = wishes.get(key) ?? { entity: piece.entity, field, ids: new Set<string>() };
      for (const id of fresh) wish.ids.add(id);
      wishes.set(key, wish);
    }
  }
  return [...wishes.values()].filter((wish) => wish.ids.size > 0);
}

function newIds({ draft, before }: Piece, field: Field): readonly string[] {
  const now = idsOf(draft.values.get(field.name));
  const old = new Set(idsOf(before?.values.get(field.name)));
  return now.filter((id) => !old.has(id));
}

function idsOf(value: FieldValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function follow(following: Following, wishes: readonly Wish[], lookups: Lookups, round: number): readonly Violation[] {
  const { piece } = following;
  return [...piece.entity.fields.values()].flatMap((field) => {
    const wish = wishes.find((one) => one.entity === piece.entity && one.field === field);
    if (wish === undefined) return [];
    return newIds(piece, field)
      .filter((id) => wish.ids.has(id))
      .flatMap((id) => followOne({ ...following, field, id }, lookups.get(wishKey(piece.entity, field))?.get(id), round === 0 || field.fetch === null));
  });
}

interface Following {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly piece: Piece;
  /** Grows with what is copied. */
  readonly fetched: Fetched[];
}

interface Step extends Following {
  readonly field: Field;
  readonly id: string;
}

/** What was fetched need not be visible to the caller: the plugin said that it belongs here. What was given must be. */
function followOne({ platform, caller, piece, field, fetched }: Step, found: Found | undefined, isGiven: boolean): readonly Violation[] {
  const label = platform.model.entities.get(field.target ?? '')?.label ?? '';
  const params = { field: textIn(field.label, caller.locale), entity: textIn(label, caller.locale).toLowerCase() };
  const pointer = `${piece.pointer}/${field.partOf ?? field.name}`;
  if (found === undefined || (isGiven && !found.isSeen)) return [{ pointer, code: 'record.no-such-reference', params }];
  if (isGiven && !found.isChoosable) return [{ pointer, code: 'record.not-choosable', params }];
  for (const fetcher of fetchers(piece.entity, field))
    if (fetch(piece, fetcher, found.fetched.get(fetcher.name) ?? null)) fetched.push({ piece, field: fetcher, isDated: false });
  return [];
}

/** Copies unless a value was sent; an empty one was sent only to be filled. Tells whether it did. */
function fetch(piece: Piece, field: Field, value: FieldValue): boolean {
  const sent = piece.given.has(field.name) ? (piece.draft.values.get(field.name) ?? null) : null;
  const hadOwn =
    piece.before === null &&
    !piece.given.has(field.name) &&
    (piece.draft.values.get(field.name) ?? null) !== null &&
    field.defaultExpression === null &&
    field.defaultValue === undefined;
  if (sent !== null || hadOwn || value === null) return false;
  piece.draft.values.set(field.name, asKept(field, value));
  return true;
}

/** A fetched value as its new place keeps it: a number at its scale, a text cleaned. */
export function asKept(field: Field, value: FieldValue): FieldValue {
  const { clean } = fieldType(field.type);
  if (clean !== undefined) return typeof value === 'string' ? clean(value) : null;
  if (field.scale === null || isWhole(field) || typeof value === 'object' || typeof value === 'boolean') return value;
  const [whole = '0', fraction = ''] = String(value).split('.');
  return field.scale === 0 ? whole : `${whole}.${fraction.padEnd(field.scale, '0').slice(0, field.scale)}`;
}

/** Fields of which the value differs from before; all that are filled when it is new. */
export function changedFields({ entity, draft, before }: Piece): readonly Field[] {
  return [...entity.fields.values()].filter(
    (field) => !field.isSystem && field.type !== 'lines' && !isSame(draft.values.get(field.name), before?.values.get(field.name)),
  );
}

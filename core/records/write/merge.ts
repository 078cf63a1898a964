import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Piece } from './complete.js';
import { computingFor, type Computing } from './computing.js';
import { isSame, type Draft, type Given, type GivenLine } from './draft.js';
import { lineEntity, newLine } from './new-draft.js';

export interface Merged {
  /** The record first, then its lines. */
  readonly pieces: readonly [Piece, ...Piece[]];
  readonly violations: readonly Violation[];
}

/** What was sent, laid over the record as it stands. Lists of lines that were sent replace those that were there. */
export function merge(shared: Computing, entity: Entity, before: Draft, given: Given): Merged {
  const draft: Draft = { id: before.id, values: new Map([...before.values, ...given.values]), lines: new Map(before.lines) };
  const record: Piece = { entity, draft, before, given: new Set(given.values.keys()), pointer: '' };
  const computing = computingFor(shared, entity, draft);
  const { model, caller } = computing;
  const violations: Violation[] = onceOnly(record, caller);
  const lines: Piece[] = [];
  for (const field of entity.fields.values()) {
    if (field.type !== 'lines') continue;
    const old = before.lines.get(field.name) ?? [];
    const line = lineEntity(model, field.target);
    const sent = given.lines.get(field.name) ?? old.map((one): GivenLine => ({ id: one.id, values: new Map() }));
    const merged = sent.map((one, index) => mergeLine(computing, line, old, one, `/${field.name}/${index}`));
    for (const one of merged) violations.push(...one.violations);
    const pieces = merged.flatMap((one) => (one.piece === null ? [] : [one.piece]));
    draft.lines.set(
      field.name,
      pieces.map((piece) => piece.draft),
    );
    lines.push(...pieces);
  }
  return { pieces: [record, ...lines], violations };
}

interface MergedLine {
  readonly piece: Piece | null;
  readonly violations: readonly Violation[];
}

function mergeLine(computing: Computing, line: Entity, old: readonly Draft[], given: GivenLine, pointer: string): MergedLine {
  if (given.id === null) return { piece: newLine(computing, line, given, pointer), violations: [] };
  const before = old.find((one) => one.id === given.id);
  if (before === undefined) return { piece: null, violations: [{ pointer: `${pointer}/id`, code: 'record.unknown-line' }] };
  const draft: Draft = { id: before.id, values: new Map([...before.values, ...given.values]), lines: new Map() };
  const piece: Piece = { entity: line, draft, before, given: new Set(given.values.keys()), pointer };
  return { piece, violations: onceOnly(piece, computing.caller) };
}

/** What is set when the record is made, or keeps the first value it gets. */
function isOnce(field: Field, before: Draft | null): boolean {
  return field.setOnce || (fieldType(field.type).keepsFirst === true && (before?.values.get(field.name) ?? null) !== null);
}

/** Fields that may only be set once. */
function onceOnly({ entity, draft, before, pointer }: Piece, caller: Caller): Violation[] {
  return [...entity.fields.values()]
    .filter((field) => isOnce(field, before) && !isSame(draft.values.get(field.name), before?.values.get(field.name)))
    .map((field) => ({ pointer: `${pointer}/${field.name}`, code: 'record.set-once', params: { field: textIn(field.label, caller.locale) } }));
}

import type { FieldValue } from '../../definitions/field-types/field-type.js';

/** A record in wire form while it is worked on: fields by name, lines as lists of drafts. */
export interface Draft {
  readonly id: string;
  readonly values: Map<string, FieldValue>;
  /** By lines field; in order. */
  readonly lines: Map<string, Draft[]>;
}

/** What was sent, each value canonical: fields, and lines where the key was there. */
export interface Given {
  readonly values: ReadonlyMap<string, FieldValue>;
  readonly lines: ReadonlyMap<string, readonly GivenLine[]>;
}

export interface GivenLine {
  /** Of a line to change; null for a new one. */
  readonly id: string | null;
  readonly values: ReadonlyMap<string, FieldValue>;
}

/** A plain object, as expressions read records. */
export function plainRecord(draft: Draft): Readonly<Record<string, unknown>> {
  return { id: draft.id, ...Object.fromEntries(draft.values), ...Object.fromEntries([...draft.lines].map(([name, lines]) => [name, lines.map(plainRecord)])) };
}

/** Whether two values in canonical form are the same. */
export function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  const a = one ?? null;
  const b = other ?? null;
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Members in order of their names: PostgreSQL keeps them in one of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, content]) => [name, sorted(content)]);
}

import { useEffect, useState } from 'react';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import type { Values } from '../record/use-draft.js';

/** A line of which something is open, and how much of it is wanted. */
export interface TakenLine {
  readonly line: string;
  readonly label: string | null;
  readonly open: string;
  /** In which both are; empty where there is none. */
  readonly unit: string;
  readonly quantity: string | null;
}

/** What a conversion proposes to take; null while nobody knows yet, and for all other transitions. Without lines all that is open is taken. */
export function useTaken(
  entity: MetaEntity,
  transition: MetaTransition,
  record: ReadonlyMap<string, unknown> | null,
): { readonly lines: readonly TakenLine[] | null; set(line: string, quantity: string | null): void } {
  const [lines, setLines] = useState<readonly TakenLine[] | null>(null);
  const id = record?.get('id');
  const isAsked = transition.quantity !== null && id !== undefined;
  useEffect(() => {
    if (!isAsked) return;
    request('GET', `/${entity.path}/${String(id)}/actions/${transition.name}`)
      .then(({ json }) => setLines(proposed(membersOf(json).get('lines'))))
      .catch(() => setLines([]));
    // Asked once, when the dialog opens.
  }, []);
  const set = (line: string, quantity: string | null): void =>
    setLines((old) => (old === null ? null : old.map((one) => (one.line === line ? { ...one, quantity } : one))));
  return { lines, set };
}

function proposed(json: unknown): readonly TakenLine[] {
  if (!Array.isArray(json)) return [];
  return json.map(membersOf).map((one) => {
    const open = String(one.get('open'));
    const [label, unit] = [one.get('label'), one.get('unit')];
    return {
      line: String(one.get('line')),
      label: typeof label === 'string' ? label : null,
      open,
      unit: typeof unit === 'string' ? unit : '',
      quantity: open,
    };
  });
}

/** The lines as they are sent; nothing where nothing was proposed. */
export function sentLines(lines: readonly TakenLine[] | null): Values {
  return lines === null || lines.length === 0 ? {} : { lines: lines.map(({ line, quantity }) => ({ line, quantity: quantity ?? '0' })) };
}

import { useEffect, useState } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { askLines, type LineSource } from './line-source.js';

/** A record that may be chosen. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What it stands for, where it goes by its code alone: units, currencies. */
  readonly name: string | null;
  readonly record: ReadonlyMap<string, unknown>;
}

/** Records to choose from for what is typed, asked for when the typing pauses; nothing while closed. */
export function useChoices(
  target: MetaEntity | null,
  typed: string,
  condition: string | undefined,
  isOpen: boolean,
  /** Of a reference to a line: the record whose lines these are. */
  { path: ownerPath, field: ownerField }: Partial<LineSource> = {},
): readonly Choice[] {
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  const path = target?.path;
  useEffect(() => {
    if (path === undefined || !isOpen) return undefined;
    let isCurrent = true;
    const timer = setTimeout(
      () => {
        const asked =
          target === null || ownerPath === undefined || ownerField === undefined
            ? askChoices(path, typed, condition)
            : askLines({ path: ownerPath, field: ownerField }, target, typed);
        asked.then((found) => isCurrent && setChoices(found)).catch(() => isCurrent && setChoices([]));
      },
      typed === '' ? 0 : 180,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [path, target, typed, condition, isOpen, ownerPath, ownerField]);
  return choices;
}

/** The first records to choose from. */
export async function askChoices(path: string, typed: string, condition: string | undefined): Promise<readonly Choice[]> {
  const query = new URLSearchParams({ range: '[0,24]', count: 'none', filter: JSON.stringify(filterOf(condition)) });
  if (typed.trim() !== '') query.set('q', typed);
  const { json } = await request('GET', `/${path}?${query.toString()}`);
  return Array.isArray(json) ? json.map(choiceOf) : [];
}

function choiceOf(json: unknown): Choice {
  const record = membersOf(json);
  const label = record.get('_label');
  const id = String(record.get('id'));
  const shown = typeof label === 'string' && label !== '' ? label : id;
  return { id, label: shown, name: nameBeside(shown, record), record };
}

function nameBeside(label: string, record: ReadonlyMap<string, unknown>): string | null {
  const name = record.get('name');
  return record.get('code') === label && typeof name === 'string' && name !== '' && name !== label ? name : null;
}

/** The conditions on choices that are plain enough to be asked of the list; the server holds to all of them when the record is saved. */
function filterOf(condition: string | undefined): Readonly<Record<string, boolean>> {
  const parts = (condition ?? '').split('&&').map((part) => part.trim());
  return Object.fromEntries(parts.flatMap((part) => (/^!?[a-z]\w*$/u.test(part) ? [[part.replace('!', ''), !part.startsWith('!')]] : [])));
}

const labels = new Map<string, string>();

/** How a record is called: known from where it was read, or asked for once. */
export function useLabel(target: MetaEntity | null, id: string | null, known: string | null): string {
  const [asked, setAsked] = useState('');
  const key = `${target?.id ?? ''} ${id ?? ''}`;
  if (known !== null) labels.set(key, known);
  useEffect(() => {
    if (id === null || target === null || labels.has(key)) return undefined;
    let isCurrent = true;
    request('GET', `/${target.path}/${id}?fields=id`)
      .then(({ json }) => {
        const label = membersOf(json).get('_label');
        labels.set(key, typeof label === 'string' ? label : '…');
        if (isCurrent) setAsked(key);
      })
      .catch(() => labels.set(key, '…'));
    return () => {
      isCurrent = false;
    };
  }, [id, target, key]);
  return id === null ? '' : (labels.get(key) ?? (asked === key ? '' : '…'));
}

import { useQuery } from '@tanstack/react-query';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { useMeta } from '../meta/meta-context.js';
import { unitsBeside } from '../meta/units-beside.js';

/** Entries of a ledger, newest first, and how many there are in all. */
export interface Entries {
  readonly rows: readonly ReadonlyMap<string, unknown>[];
  readonly total: number;
}

/** The newest entries that a filter finds. */
export function useEntries(ledger: MetaEntity, filter: Readonly<Record<string, unknown>>, most: number): Entries {
  const { entities } = useMeta();
  const expand = unitsBeside(ledger, entities);
  const query = new URLSearchParams({
    filter: JSON.stringify(filter),
    sort: '["createdAt","DESC"]',
    range: JSON.stringify([0, most - 1]),
    ...(expand === '' ? {} : { expand }),
  }).toString();
  const { data } = useQuery({
    queryKey: [ledger.path, 'entries', query],
    queryFn: async () => {
      const { json, headers } = await request('GET', `/${ledger.path}?${query}`);
      const rows = Array.isArray(json) ? json.map(membersOf) : [];
      return { rows, total: Number(headers.get('content-range')?.split('/')[1] ?? rows.length) };
    },
  });
  return data ?? none;
}

const none: Entries = { rows: [], total: 0 };

import { useEffect, useState } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { addressFormats, addressFormat } from '../../../core/kernel/address-formats.js';
import type { Region } from './regions.js';

const asked = new Map<string, Promise<readonly Region[]>>();

/** The regions of a country, asked for once; none while they are not known or may not be read. */
export function useRegions(entity: MetaEntity | null, country: string): readonly Region[] {
  const [regions, setRegions] = useState<readonly Region[]>([]);
  const path = entity?.path;
  const code = codeOf(country);
  useEffect(() => {
    if (path === undefined || code === null) {
      setRegions([]);
      return undefined;
    }
    let isCurrent = true;
    const key = `${path} ${code}`;
    const answer = asked.get(key) ?? ask(path, code);
    asked.set(key, answer);
    answer.then((found) => isCurrent && setRegions(found)).catch(() => asked.delete(key));
    return () => {
      isCurrent = false;
    };
  }, [path, code]);
  return regions;
}

function codeOf(country: string): string | null {
  const format = addressFormat(country);
  return Object.entries(addressFormats).find(([, one]) => one === format)?.[0] ?? null;
}

async function ask(path: string, code: string): Promise<readonly Region[]> {
  const query = new URLSearchParams({ range: '[0,199]', count: 'none', filter: JSON.stringify({ country: code }), sort: '["name","ASC"]' });
  const { json } = await request('GET', `/${path}?${query.toString()}`);
  return Array.isArray(json) ? json.map(regionOf) : [];
}

function regionOf(json: unknown): Region {
  const record = membersOf(json);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    name: String(record.get('name') ?? ''),
    from: text(record.get('validFrom')),
    to: text(record.get('validTo')),
    successor: text(membersOf(record.get('_labels')).get('successor')),
  };
}

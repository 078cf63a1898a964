import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';

/** A value of a setting, and whose it is. */
export interface Layer {
  readonly from: 'company' | 'installation' | 'default';
  readonly value: unknown;
  readonly label: string | null;
  readonly isHidden: boolean;
}

/** What holds of settings in one company, or in general. */
export interface Effective {
  /** The record of its own; null without one. */
  readonly id: string | null;
  readonly version: number | null;
  /** By field: first what holds, then what would hold in its place. */
  readonly layers: ReadonlyMap<string, readonly Layer[]>;
}

/** What holds in a company, whichever the user works in; null for in general. */
export function useEffective(entity: MetaEntity, company: string | null, isWanted = true): UseQueryResult<Effective> {
  return useQuery<Effective>({
    queryKey: [entity.path, 'effective', company],
    queryFn: async () => effectiveIn((await request('GET', `/${entity.path}/effective`, undefined, headersOf(company))).json),
    enabled: isWanted,
    retry: false,
  });
}

/** The request is of this company, or of none. */
export function headersOf(company: string | null): Readonly<Record<string, string>> {
  return { 'x-trellis-company': company ?? '' };
}

function effectiveIn(json: unknown): Effective {
  const members = membersOf(json);
  const [id, version] = [members.get('id'), members.get('version')];
  return {
    id: typeof id === 'string' ? id : null,
    version: typeof version === 'number' ? version : null,
    layers: new Map([...membersOf(members.get('settings'))].map(([name, said]) => [name, Array.isArray(said) ? said.map(membersOf).flatMap(layerIn) : []])),
  };
}

function layerIn(said: ReadonlyMap<string, unknown>): readonly Layer[] {
  const [from, label] = [said.get('from'), said.get('label')];
  if (from !== 'company' && from !== 'installation' && from !== 'default') return [];
  return [{ from, value: said.get('value') ?? null, label: typeof label === 'string' ? label : null, isHidden: said.get('hidden') === true }];
}

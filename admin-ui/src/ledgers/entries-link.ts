import type { MetaEntity } from '../../../schemas/generated/types.js';

/** Where the entries behind a figure of a balance are listed: those of its place, up to the day it is told at, that changed the measure. */
export function entriesLink(
  balances: MetaEntity,
  entries: MetaEntity,
  record: ReadonlyMap<string, unknown>,
  { measure = null, asOf = null }: { readonly measure?: string | null; readonly asOf?: string | null } = {},
): string {
  const place = (balances.ledger?.dimensions ?? []).map((name) => [name, record.get(name) ?? null] as const);
  const filter = {
    ...Object.fromEntries(place),
    ...(asOf === null ? {} : { postingDate_lte: asOf }),
    ...(measure === null ? {} : { [`${measure}_neq`]: '0' }),
  };
  const query = new URLSearchParams({ filter: JSON.stringify(filter), sort: 'postingDate', order: 'DESC', page: '1', perPage: '25' });
  return `/${entries.path}?${query.toString()}`;
}

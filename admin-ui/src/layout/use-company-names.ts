import { useEffect, useState } from 'react';
import { membersOf, request } from '../api/request.js';
import { useMeta } from '../meta/meta-context.js';

/** As many as one page of a list holds. */
const most = 200;

/** By id how the companies are called that the user works for, where these are several. */
export function useCompanyNames(): ReadonlyMap<string, string> {
  const { meta } = useMeta();
  const { companyIds } = meta.user;
  const path = meta.entities.find(({ plays }) => plays === 'company')?.path;
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    if (companyIds.length < 2 || path === undefined) return;
    // Some see companies for which they do not work.
    const filter = encodeURIComponent(JSON.stringify({ id: companyIds.slice(0, most) }));
    const asked = `/${path}?range=[0,${most - 1}]&fields=id&filter=${filter}`;
    void request('GET', asked, undefined, { 'x-trellis-company': '' }).then(
      ({ json }) => setNames(new Map(Array.isArray(json) ? json.map(membersOf).map((one) => [String(one.get('id')), String(one.get('_label') ?? '…')]) : [])),
      () => undefined,
    );
  }, [companyIds, path]);
  return names;
}

import type { DataProvider, GetListParams, RaRecord } from 'react-admin';
import { ApiProblem, membersOf, request } from './request.js';

/** react-admin's data provider over the API of Trellis. Resources are paths: `crm/leads`. */
export function createDataProvider(): DataProvider {
  return {
    getList: async (resource, params) => getList(resource, params),
    getOne: async (resource, { id, meta }) => ({ data: recordOf((await request('GET', `/${resource}/${encodeURIComponent(id)}${expansion(meta)}`)).json) }),
    getMany: async (resource, { ids }) => getList(resource, { filter: { id: ids }, pagination: { page: 1, perPage: 200 } }),
    getManyReference: async (resource, params) => getList(resource, { ...params, filter: { ...params.filter, [params.target]: params.id } }),
    create: async (resource, { data }) => ({ data: recordOf((await request('POST', `/${resource}`, data)).json) }),
    update: async (resource, { id, data, previousData }) => {
      const version: unknown = previousData?.['version'];
      const headers = typeof version === 'number' ? { 'if-match': `"${version}"` } : undefined;
      return { data: recordOf((await request('PUT', `/${resource}/${encodeURIComponent(id)}`, data, headers)).json) };
    },
    updateMany: async (resource, { ids, data }) => {
      for (const id of ids) await request('PATCH', `/${resource}/${encodeURIComponent(id)}`, data);
      return { data: ids };
    },
    delete: async (resource, { id }) => ({ data: recordOf((await request('DELETE', `/${resource}/${encodeURIComponent(id)}`)).json) }),
    deleteMany: async (resource, { ids }) => {
      for (const id of ids) await request('DELETE', `/${resource}/${encodeURIComponent(id)}`);
      return { data: ids };
    },
  };
}

async function getList<Item extends RaRecord>(
  resource: string,
  { filter, pagination, sort, meta }: Partial<GetListParams>,
): Promise<{ data: Item[]; total: number }> {
  const { page, perPage } = pagination ?? { page: 1, perPage: 25 };
  const { q, _asOf: asOf, ...rest }: Record<string, unknown> = { ...filter };
  const query = new URLSearchParams({ filter: JSON.stringify(rest), range: JSON.stringify([(page - 1) * perPage, page * perPage - 1]) });
  if (typeof q === 'string' && q.trim() !== '') query.set('q', q);
  if (typeof asOf === 'string') query.set('asOf', asOf);
  const expand = membersOf(meta).get('expand');
  if (typeof expand === 'string' && expand !== '') query.set('expand', expand);
  if (sort !== undefined) query.set('sort', JSON.stringify([sort.field, sort.order]));
  const { json, headers } = await request('GET', `/${resource}?${query.toString()}`);
  const data = Array.isArray(json) ? json.map((one: unknown) => recordOf<Item>(one)) : [];
  const total = Number(headers.get('content-range')?.split('/')[1]);
  return { data, total: Number.isFinite(total) ? total : (page - 1) * perPage + data.length };
}

function expansion(meta: unknown): string {
  const expand = membersOf(meta).get('expand');
  return typeof expand === 'string' && expand !== '' ? `?${new URLSearchParams({ expand }).toString()}` : '';
}

/** Records have the form that the caller of the provider names; nothing of it is known before run time. */
function recordOf<Item extends RaRecord>(json: unknown): Item {
  if (!isRecord<Item>(json)) throw new ApiProblem(500, 'screens.no-record', 'The server did not answer with a record.', [], membersOf(json));
  return json;
}

function isRecord<Item extends RaRecord>(json: unknown): json is Item {
  return typeof json === 'object' && json !== null && 'id' in json;
}

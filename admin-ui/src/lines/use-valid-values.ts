import { useEffect, useRef } from 'react';
import { useDataProvider, type DataProvider } from 'react-admin';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { useMeta } from '../meta/meta-context.js';
import { isForeignAmount, linesOf, type Draft, type Values } from '../record/use-draft.js';

type Fetch = NonNullable<MetaField['fetchDated']>;

interface Asking {
  readonly provider: DataProvider;
  readonly entities: ReadonlyMap<string, MetaEntity>;
}

/** Shows in lines what is valid on the day of the document, as soon as what it is looked up by is chosen. What is typed stays; what cannot be seen here the server fills in. */
export function useValidValues({ name }: MetaField, line: MetaEntity | null, draft: Draft): void {
  const provider = useDataProvider();
  const { entities } = useMeta();
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const [index, values] of linesOf(draft.values[name]).entries())
      for (const { field, fetch } of fetching(line, draft)) {
        const keys = keysOf(fetch, values, draft.values);
        const question = JSON.stringify([index, values['id'] ?? values['_key'], field.name, keys]);
        if (values[field.name] !== undefined || keys === null || asked.current.has(question)) continue;
        asked.current.add(question);
        void valid({ provider, entities }, line, fetch, { keys, values, document: draft.values }).then((value) => {
          // Whatever was done to the line meanwhile goes before.
          const isOpen = (one: Values): boolean => one[field.name] === undefined && JSON.stringify(keysOf(fetch, one, draft.values)) === JSON.stringify(keys);
          draft.setLines(name, (old) => old.map((one, at) => (at === index && isOpen(one) ? { ...one, [field.name]: value } : one)));
          asked.current.delete(question);
        });
      }
  }, [provider, entities, name, line, draft]);
}

function fetching(line: MetaEntity | null, draft: Draft): readonly { readonly field: MetaField; readonly fetch: Fetch }[] {
  return (line?.fields ?? []).flatMap((field) =>
    field.fetchDated === undefined || line === null || isForeignAmount(field, line, draft) ? [] : [{ field, fetch: field.fetchDated }],
  );
}

/** Null while nothing of the line itself is chosen. */
function keysOf({ by }: Fetch, values: Values, document: Values): Values | null {
  const own = Object.values(by).filter((path) => !path.startsWith('parent.'));
  if (own.some((path) => isEmpty(values[path]))) return null;
  return Object.fromEntries(Object.entries(by).map(([key, path]) => [key, valueAt(path, values, document) ?? null]));
}

interface Question {
  readonly keys: Values;
  readonly values: Values;
  readonly document: Values;
}

/** With all keys, else without those that are general, else what lies in the record that was chosen; null where it is not seen. */
async function valid({ provider, entities }: Asking, line: MetaEntity | null, fetch: Fetch, { keys, values, document }: Question): Promise<unknown> {
  const dated = entities.get(fetch.entity);
  if (dated === undefined) return null;
  const day = fetch.on === undefined ? null : valueAt(fetch.on, values, document);
  const _asOf = typeof day === 'string' && day !== '' ? day : new Date().toISOString().slice(0, 10);
  const general = { ...keys, ...Object.fromEntries(fetch.general.map((key) => [key, null])) };
  try {
    for (const filter of [keys, general]) {
      const { data } = await provider.getList(dated.path, { filter: { ...filter, _asOf }, pagination: { page: 1, perPage: 1 } });
      const [found] = data;
      if (found !== undefined) return membersOf(found).get(fetch.field) ?? null;
    }
    return await otherwise({ provider, entities }, line, fetch, values);
  } catch {
    return null;
  }
}

async function otherwise({ provider, entities }: Asking, line: MetaEntity | null, fetch: Fetch, values: Values): Promise<unknown> {
  const [reference = '', source = '', ...further] = fetch.otherwise?.split('.') ?? [];
  const target = entities.get(line?.fields.find((one) => one.name === reference)?.target ?? '');
  if (target === undefined || further.length > 0) return null;
  const { data } = await provider.getOne(target.path, { id: String(values[reference]) });
  return membersOf(data).get(source) ?? null;
}

function valueAt(path: string, values: Values, document: Values): unknown {
  return path.startsWith('parent.') ? document[path.slice('parent.'.length)] : values[path];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

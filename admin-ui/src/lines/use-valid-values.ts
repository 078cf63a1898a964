import { useEffect, useRef } from 'react';
import { useDataProvider, type DataProvider } from 'react-admin';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { useMeta } from '../meta/meta-context.js';
import { priceForUnit } from './price-for-unit.js';
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
      for (const one of fetching(line, draft)) {
        const { field, fetch } = one;
        const keys = keysOf(fetch, values, draft.values);
        const unit = values[field.per ?? ''];
        const question = JSON.stringify([index, values['id'] ?? values['_key'], field.name, keys, unit]);
        if (values[field.name] !== undefined || keys === null || asked.current.has(question)) continue;
        asked.current.add(question);
        void valid({ provider, entities }, one, { keys, values, document: draft.values }).then((value) => {
          // Whatever was done to the line meanwhile goes before.
          const isSame = (one: Values): boolean => JSON.stringify([keysOf(fetch, one, draft.values), one[field.per ?? '']]) === JSON.stringify([keys, unit]);
          const isOpen = (one: Values): boolean => one[field.name] === undefined && isSame(one);
          draft.setLines(name, (old) => old.map((one, at) => (at === index && isOpen(one) ? { ...one, [field.name]: value } : one)));
          asked.current.delete(question);
        });
      }
  }, [provider, entities, name, line, draft]);
}

interface Fetching {
  readonly line: MetaEntity;
  readonly field: MetaField;
  readonly fetch: Fetch;
}

function fetching(line: MetaEntity | null, draft: Draft): readonly Fetching[] {
  if (line === null) return [];
  return line.fields.flatMap((field) =>
    field.fetchDated === undefined || isForeignAmount(field, line, draft) ? [] : [{ line, field, fetch: field.fetchDated }],
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

/** With all keys, else without those that are general, else what lies in the record that was chosen; of the unit of the line. Null where it is not seen. */
async function valid(asking: Asking, fetching: Fetching, question: Question): Promise<unknown> {
  const { provider, entities } = asking;
  const { line, field, fetch } = fetching;
  const { keys, values, document } = question;
  const dated = entities.get(fetch.entity);
  if (dated === undefined) return null;
  const day = fetch.on === undefined ? null : valueAt(fetch.on, values, document);
  const _asOf = typeof day === 'string' && day !== '' ? day : new Date().toISOString().slice(0, 10);
  const general = { ...keys, ...Object.fromEntries(fetch.general.map((key) => [key, null])) };
  try {
    for (const filter of [keys, general]) {
      const { data } = await provider.getList(dated.path, { filter: { ...filter, _asOf }, pagination: { page: 1, perPage: 1 } });
      const [found] = data;
      if (found === undefined) continue;
      const price = membersOf(found).get(fetch.field) ?? null;
      return await priceForUnit(asking, { line, field, price, of: unitOfDated(dated, fetch) }, values);
    }
    return await otherwise(asking, fetching, values);
  } catch {
    return null;
  }
}

async function otherwise(asking: Asking, { line, field, fetch }: Fetching, values: Values): Promise<unknown> {
  const [reference = '', source = '', ...further] = fetch.otherwise?.split('.') ?? [];
  const target = asking.entities.get(line.fields.find((one) => one.name === reference)?.target ?? '');
  if (target === undefined || further.length > 0) return null;
  const { data } = await asking.provider.getOne(target.path, { id: String(values[reference]) });
  const per = target.fields.find(({ name }) => name === source)?.per;
  return priceForUnit(asking, { line, field, price: membersOf(data).get(source) ?? null, of: per === undefined ? null : `${reference}.${per}` }, values);
}

/** The way from the line to the unit of what is valid, through the key that it is looked up by. */
function unitOfDated({ fields }: MetaEntity, { field, by }: Fetch): string | null {
  const [key = '', ...rest] = fields.find(({ name }) => name === field)?.per?.split('.') ?? [];
  const path = by[key];
  return path === undefined ? null : [path, ...rest].join('.');
}

function valueAt(path: string, values: Values, document: Values): unknown {
  return path.startsWith('parent.') ? document[path.slice('parent.'.length)] : values[path];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

import type { ClientBase } from 'pg';

/** The tables that are there, by name, as PostgreSQL's catalogue tells. */
export type Catalog = ReadonlyMap<string, CatalogTable>;

export interface CatalogTable {
  readonly columns: ReadonlyMap<string, CatalogColumn>;
  readonly constraints: ReadonlyMap<string, { readonly isValid: boolean }>;
  readonly indexes: ReadonlyMap<string, { readonly isValid: boolean }>;
}

export interface CatalogColumn {
  readonly sqlType: string;
  readonly nullable: boolean;
  readonly isGenerated: boolean;
}

/** Reads the named tables of the default schema and nothing else. */
export async function readCatalog(client: ClientBase, tables: readonly string[]): Promise<Catalog> {
  const { rows } = await client.query<CatalogRow>(catalogQuery, [tables]);
  return new Map(rows.map((row) => [row.name, { columns: map(row.columns), constraints: map(row.constraints), indexes: map(row.indexes) }]));
}

interface CatalogRow {
  readonly name: string;
  readonly columns: Readonly<Record<string, CatalogColumn>>;
  readonly constraints: Readonly<Record<string, { readonly isValid: boolean }>>;
  readonly indexes: Readonly<Record<string, { readonly isValid: boolean }>>;
}

function map<Entry>(record: Readonly<Record<string, Entry>>): ReadonlyMap<string, Entry> {
  return new Map(Object.entries(record));
}

const catalogQuery = `
  SELECT c.relname AS name,
    (SELECT coalesce(json_object_agg(a.attname, json_build_object('sqlType', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull, 'isGenerated', a.attgenerated <> '')), '{}')
       FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT coalesce(json_object_agg(k.conname, json_build_object('isValid', k.convalidated)), '{}')
       FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f', 'c', 'u', 'x')) AS constraints,
    (SELECT coalesce(json_object_agg(i.relname, json_build_object('isValid', x.indisvalid)), '{}')
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid) AS indexes
  FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY ($1::text[])`;

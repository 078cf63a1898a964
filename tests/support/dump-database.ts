import type { Connection } from '../../core/data/connect.js';

/** Everything that a database holds, as text that can be compared. */
export interface Dump {
  /** Tables, columns, constraints, indexes and functions; not in which order columns stand. */
  readonly catalog: readonly string[];
  /** Every row of every table, in order. */
  readonly rows: readonly string[];
}

/** Reads all of it, strangers' tables too. */
export async function dumpDatabase(connection: Connection): Promise<Dump> {
  const texts = async (query: string): Promise<readonly string[]> => (await connection.pool.query<{ line: string }>(query)).rows.map((row) => row.line);
  const tables = await texts(`SELECT relname AS line FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY 1`);
  const rows: string[] = [];
  for (const table of tables) rows.push(...(await texts(`SELECT '${table}: ' || row_to_json(t)::text AS line FROM "${table}" t ORDER BY 1`)));
  return { catalog: await texts(catalog), rows };
}

const catalog = `
  SELECT line FROM (
    SELECT format('column %s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' END,
                  ' default ' || pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attgenerated <> '' THEN ' generated' END) AS line
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
    UNION ALL SELECT format('constraint %s.%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
      FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
    UNION ALL SELECT format('index %s %s', pg_get_indexdef(indexrelid), indisvalid)
      FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE c.relnamespace = current_schema()::regnamespace
    UNION ALL SELECT format('function %s', pg_get_functiondef(oid)) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
  ) lines ORDER BY 1`;

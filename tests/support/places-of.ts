import { rowsOf } from './rows-of.js';

/** Where a text stands anywhere in a database, search words included: `table: row`, whichever the schema. */
export async function placesOf(url: string, text: string): Promise<readonly string[]> {
  const tables = await rowsOf(
    url,
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const table of tables) {
    const name = String(Object.values(Object(table))[0]);
    const rows = await rowsOf(url, `SELECT row_to_json(t)::text AS json FROM ${name} t WHERE strpos(lower(row_to_json(t)::text), lower('${text}')) > 0`);
    found.push(...rows.map((row) => `${name}: ${String(Object.values(Object(row))[0])}`));
  }
  return found;
}

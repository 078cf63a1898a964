import { identifier, join, sql, value, type Sql } from '../../data/sql.js';
import type { Erasure } from './erasure.js';

interface Masked {
  readonly table: string;
  readonly key: string;
  /** Columns with their types, `jsonb` or `text`. */
  readonly columns: Readonly<Record<string, 'jsonb' | 'text'>>;
  /** Of rows `t`. */
  readonly where: Sql;
}

/** Takes what was written into personal fields out of the columns of rows that may repeat it. */
export async function maskRows({ tx, values }: Erasure, { table, key, columns, where }: Masked): Promise<void> {
  const names = Object.keys(columns);
  const read = names.map((name) => sql`t.${identifier(name)}::text AS ${identifier(name)}`);
  const rows = await tx.rows(sql`SELECT t.${identifier(key)}::text AS _key, ${join(read, ', ')} FROM ${identifier(table)} t WHERE ${where} FOR UPDATE OF t`);
  for (const row of rows) {
    const sets = names.flatMap((name): readonly Sql[] => {
      const [text, type] = [row[name], columns[name] ?? 'text'];
      if (typeof text !== 'string') return [];
      const masked = type === 'text' ? String(values.masked(text)) : JSON.stringify(values.masked(JSON.parse(text)));
      const isSame = masked === (type === 'text' ? text : JSON.stringify(JSON.parse(text)));
      return isSame ? [] : [sql`${identifier(name)} = ${value(masked, type)}`];
    });
    if (sets.length > 0) await tx.rows(sql`UPDATE ${identifier(table)} SET ${join(sets, ', ')} WHERE ${identifier(key)}::text = ${value(row['_key'], 'text')}`);
  }
}

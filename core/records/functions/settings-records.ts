import type { Executor } from '../../data/database.js';
import { identifier, sql, value } from '../../data/sql.js';
import type { Entity } from '../../definitions/model.js';

/** A record of settings: of one company, or of the whole installation. */
export interface SettingsRecord {
  readonly id: string;
  readonly from: 'company' | 'installation';
}

/** The records of settings that hold in a company: its own, then that of the installation. */
export async function settingsRecords(tx: Executor, entity: Entity, company: string | null): Promise<readonly SettingsRecord[]> {
  const scope = entity.scope === null ? undefined : entity.fields.get(entity.scope);
  const table = identifier(entity.table);
  if (scope === undefined) return (await tx.rows(sql`SELECT id::text AS id FROM ${table}`)).map((row) => ({ id: String(row['id']), from: 'installation' }));
  const column = identifier(scope.column);
  const rows = await tx.rows(
    sql`SELECT id::text AS id, ${column} IS NULL AS general FROM ${table} WHERE ${column} IS NULL OR ${column} = ${value(company, 'uuid')} ORDER BY ${column} IS NULL`,
  );
  return rows.map((row) => ({ id: String(row['id']), from: row['general'] === true ? 'installation' : 'company' }));
}

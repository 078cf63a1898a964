import type { ClientBase } from 'pg';
import type { Table } from '../table.js';
import type { Expansion } from './expansion.js';

/** What was declared when the database was last changed, with what has been parked since: the memory without which a drop could not be told from a stranger's table. */
export interface Declared {
  readonly tables: readonly Table[];
  readonly plugins: readonly string[];
  /** By `table.column`: options of plugins that are gone, still allowed in the rows that have them. */
  readonly parkedOptions: Readonly<Record<string, readonly string[]>>;
  /** `table.column` of required fields that old rows may leave empty. */
  readonly tolerated: readonly string[];
  /** What of before goes on beside the new. */
  readonly expansions: readonly Expansion[];
}

export const nothingDeclared: Declared = { tables: [], plugins: [], parkedOptions: {}, tolerated: [], expansions: [] };

export async function readDeclared(client: ClientBase): Promise<Declared> {
  const there = await client.query<{ there: boolean }>(`SELECT to_regclass('trellis_model') IS NOT NULL AS there`);
  if (there.rows[0]?.there !== true) return nothingDeclared;
  const { rows } = await client.query<{ declared: Partial<Declared> }>('SELECT declared FROM trellis_model');
  // What was written before a key was known has none.
  return { ...nothingDeclared, ...rows[0]?.declared };
}

export async function saveDeclared(client: ClientBase, declared: Declared, modelHash: string): Promise<void> {
  await client.query(
    `INSERT INTO trellis_model (model_hash, declared) VALUES ($1, $2)
     ON CONFLICT (is_current) DO UPDATE SET model_hash = excluded.model_hash, declared = excluded.declared, at = now()`,
    [modelHash, JSON.stringify(declared)],
  );
}

/** Texts alone have changed. */
export async function saveModelHash(client: ClientBase, modelHash: string): Promise<void> {
  await client.query('UPDATE trellis_model SET model_hash = $1, at = now() WHERE model_hash <> $1', [modelHash]);
}

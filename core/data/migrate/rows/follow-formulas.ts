import type { ClientBase } from 'pg';
import type { Entity, Model } from '../../../definitions/model.js';
import { ownValueStatements } from '../../derived/own-values.js';
import { quoted } from '../../quoted.js';

/** Computes anew what a save would: the formulas of records whose rows were changed, and of their lines, and what is converted of them. What other records follow from, the database does itself. */
export async function followFormulas(client: ClientBase, model: Model, entity: Entity, ids: readonly string[]): Promise<void> {
  const owner = model.entities.get(entity.parent?.entity ?? '');
  const owners = owner === undefined ? ids : await ownersOf(client, entity, ids);
  for (const statement of ownValueStatements(model, owner ?? entity, { ids: '$1::uuid[]', keepsFrozen: false })) await client.query(statement, [owners]);
}

async function ownersOf(client: ClientBase, { table }: Entity, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(`SELECT DISTINCT parent_id::text AS id FROM ${quoted(table)} WHERE id = ANY($1::uuid[])`, [ids]);
  return rows.map(({ id }) => id);
}

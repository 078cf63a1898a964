import type { ClientBase } from 'pg';
import type { Entity, Model } from '../../../definitions/model.js';
import { ownStagesOf, serverRank } from '../../derived/own-stages.js';
import { ownValueStatements } from '../../derived/own-values.js';
import { staleTable } from '../../derived/settle-routine.js';
import { quoted } from '../../quoted.js';

/** Computes anew what a save would: the formulas of records whose rows were changed, and of their lines, and what is converted of them; what only a process computes is marked for it. What other records follow from, the database does itself. */
export async function followFormulas(client: ClientBase, model: Model, entity: Entity, ids: readonly string[]): Promise<void> {
  const owner = model.entities.get(entity.parent?.entity ?? '');
  const owners = owner === undefined ? ids : await ownersOf(client, entity, ids);
  for (const statement of ownValueStatements(model, owner ?? entity, { ids: '$1::uuid[]', keepsFrozen: false })) await client.query(statement, [owners]);
  for (const { name } of ownStagesOf(model).filter((stage) => stage.rank === serverRank && stage.entity === (owner ?? entity)))
    await client.query(
      `INSERT INTO ${staleTable} (stage, rank, record_id, cause, is_later) SELECT $2, ${serverRank}, id, '{"quiet": true}', true FROM unnest($1::uuid[]) id`,
      [owners, name],
    );
}

async function ownersOf(client: ClientBase, { table }: Entity, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(`SELECT DISTINCT parent_id::text AS id FROM ${quoted(table)} WHERE id = ANY($1::uuid[])`, [ids]);
  return rows.map(({ id }) => id);
}

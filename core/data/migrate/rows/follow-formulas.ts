import type { ClientBase } from 'pg';
import type { Entity, Model } from '../../../definitions/model.js';
import { conversionStatements } from '../../exchange/conversion-statements.js';
import { derivedValue } from '../../derived/derived-value.js';
import { quoted } from '../../quoted.js';

/** Computes anew what a save would: the formulas of records whose rows were changed, and of their lines, and what is converted of them. What other records follow from, the database does itself. */
export async function followFormulas(client: ClientBase, model: Model, entity: Entity, ids: readonly string[]): Promise<void> {
  const owner = model.entities.get(entity.parent?.entity ?? '');
  const owners = owner === undefined ? ids : await ownersOf(client, entity, ids);
  const record = owner ?? entity;
  const lines = [...record.fields.values()].flatMap(({ type, target }) => (type === 'lines' ? (model.entities.get(target ?? '') ?? []) : []));
  await computeAll(client, model, record, { lines, ids: owners });
  const conversions = conversionStatements(model, record, 'o.id = ANY($1::uuid[])');
  for (const statement of conversions) await client.query(statement, [owners]);
  if (conversions.length > 0) await computeAll(client, model, record, { lines, ids: owners });
}

interface Records {
  readonly lines: readonly Entity[];
  readonly ids: readonly string[];
}

/** A line may read its owner, and the owner its lines. */
async function computeAll(client: ClientBase, model: Model, record: Entity, { lines, ids }: Records): Promise<void> {
  await compute(client, model, record, { key: 'id', ids });
  for (const line of lines) await compute(client, model, line, { key: 'parent_id', ids });
  if (lines.length > 0) await compute(client, model, record, { key: 'id', ids });
}

async function ownersOf(client: ClientBase, { table }: Entity, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(`SELECT DISTINCT parent_id::text AS id FROM ${quoted(table)} WHERE id = ANY($1::uuid[])`, [ids]);
  return rows.map(({ id }) => id);
}

interface Rows {
  readonly key: 'id' | 'parent_id';
  readonly ids: readonly string[];
}

async function compute(client: ClientBase, model: Model, entity: Entity, { key, ids }: Rows): Promise<void> {
  for (const field of entity.formulas) {
    const value = sqlOf(() => derivedValue(model, entity, field));
    if (value === null) continue;
    const column = quoted(field.column);
    await client.query(
      `WITH d AS MATERIALIZED (SELECT t.id, ${value} AS v FROM ${quoted(entity.table)} t WHERE t.${key} = ANY($1::uuid[]))
       UPDATE ${quoted(entity.table)} t SET ${column} = d.v FROM d WHERE t.id = d.id AND t.${column} IS DISTINCT FROM d.v`,
      [ids],
    );
  }
}

/** Null of what only the server computes, such as working days: the next save does. */
function sqlOf(make: () => string): string | null {
  try {
    return make();
  } catch {
    return null;
  }
}

import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Executor } from '../database.js';
import { columnAt } from '../row-names.js';
import { identifier, raw, sql, value, type Sql } from '../sql.js';
import { conversionStatements } from './conversion-statements.js';

/** Something of a record in the currency of its own company that is not as a save would have it. */
interface Wrong {
  readonly entity: Entity;
  readonly field: Field;
  readonly id: string;
  readonly found: string;
  readonly expected: string;
}

/** What is converted of records in the currency of their company, and is another amount than what it is converted from. */
export async function wrongInOwnCurrency(executor: Executor, model: Model, most: number): Promise<readonly Wrong[]> {
  const wrong: Wrong[] = [];
  for (const owner of model.entities.values()) {
    const own = ownOf(model, owner);
    if (own === null) continue;
    const lines = [...owner.fields.values()].flatMap(({ type, target }) => (type === 'lines' ? (model.entities.get(target ?? '') ?? []) : []));
    const fields = [owner, ...lines].flatMap((entity) => [...entity.fields.values()].map((field) => ({ entity, field })));
    for (const one of fields) wrong.push(...(await wrongIn(executor, owner, { ...one, is: own.is }, most)));
  }
  return wrong;
}

async function wrongIn(
  executor: Executor,
  owner: Entity,
  { entity, field, is }: Pick<Wrong, 'entity' | 'field'> & Pick<Own, 'is'>,
  most: number,
): Promise<readonly Wrong[]> {
  const source = entity.fields.get(field.converts?.source ?? '');
  if (source === undefined) return [];
  const [found, expected] = [identifier(field.column), sql`round(t.${identifier(source.column)}, ${raw(String(field.scale ?? 0))})`];
  const rows = await executor.rows(sql`SELECT t.id::text AS id, t.${found}::text AS found, ${expected}::text AS expected
    FROM ${identifier(entity.table)} t JOIN ${identifier(owner.table)} o ON o.id = t.${raw(entity === owner ? 'id' : 'parent_id')}
    WHERE ${is} AND t.${found} IS DISTINCT FROM ${expected} ORDER BY t.id LIMIT ${value(most, 'integer')}`);
  return rows.map((row) => ({
    entity,
    field,
    id: String(row['id']),
    found: String(row['found'] ?? 'nothing'),
    expected: String(row['expected'] ?? 'nothing'),
  }));
}

/** Gives such records their rate of 1, and the amounts that follow. */
export async function convertInOwnCurrency(tx: Executor, model: Model): Promise<void> {
  for (const entity of model.entities.values()) {
    const own = ownOf(model, entity);
    if (own === null) continue;
    await tx.rows(
      sql`UPDATE ${identifier(entity.table)} o SET ${own.into} = ${own.currency}, ${own.rate} = 1 WHERE ${own.is} AND (o.${own.into} IS NULL OR o.${own.rate} IS DISTINCT FROM 1)`,
    );
    for (const statement of conversionStatements(model, entity, own.is.build().text)) await tx.rows(raw(statement));
  }
}

interface Own {
  readonly into: Sql;
  readonly rate: Sql;
  readonly currency: Sql;
  /** Whether the record `o` is in the currency of its company, also where nobody has kept which one that is. */
  readonly is: Sql;
}

function ownOf(model: Model, entity: Entity): Own | null {
  const { exchange, fields } = entity;
  const into = fields.get(exchange?.companyCurrency ?? '');
  const rate = fields.get(exchange?.rate ?? '');
  const currency = fields.get(exchange?.currency ?? '');
  if (into === undefined || rate === undefined || currency === undefined) return null;
  const kept = sql`o.${identifier(into.column)}`;
  const fetched = into.fetch === null ? kept : columnAt(entity, identifier('o'), into.fetch, model);
  return {
    into: identifier(into.column),
    rate: identifier(rate.column),
    currency: sql`o.${identifier(currency.column)}`,
    is: sql`o.${identifier(currency.column)} = coalesce(${kept}, ${fetched})`,
  };
}

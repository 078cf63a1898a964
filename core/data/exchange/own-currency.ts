import { linesOf } from '../../definitions/lines-of.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { Executor } from '../database.js';
import { columnAt } from '../row-names.js';
import { identifier, raw, sql, value, type Sql } from '../sql.js';
import { conversionStatements } from './conversion-statements.js';
import type { WrongAmount } from './wrong-amount.js';

/** What is converted of records in the currency of their company, and is another amount than what it is converted from. */
export async function wrongInOwnCurrency(executor: Executor, model: Model, most: number): Promise<readonly WrongAmount[]> {
  const wrong: WrongAmount[] = [];
  for (const owner of model.entities.values()) {
    const own = ownOf(model, owner);
    if (own === null) continue;
    const fields = [owner, ...linesOf(model, owner)].flatMap((entity) => [...entity.fields.values()].map((field) => ({ entity, field })));
    for (const one of fields) wrong.push(...(await wrongIn(executor, owner, { ...one, is: own.is }, most)));
  }
  return wrong;
}

async function wrongIn(
  executor: Executor,
  owner: Entity,
  { entity, field, is }: Pick<WrongAmount, 'entity' | 'field'> & Pick<Own, 'is'>,
  most: number,
): Promise<readonly WrongAmount[]> {
  const source = entity.fields.get(field.converts?.source ?? '');
  if (source === undefined) return [];
  const [found, expected] = [identifier(field.column), sql`round(t.${identifier(source.column)}, ${raw(String(field.scale ?? 0))})`];
  const rows = await executor.rows(sql`SELECT t.id::text AS id, o.id::text AS owner, t.${found}::text AS found, ${expected}::text AS expected
    FROM ${identifier(entity.table)} t JOIN ${identifier(owner.table)} o ON o.id = t.${raw(entity === owner ? 'id' : 'parent_id')}
    WHERE ${is} AND t.${found} IS DISTINCT FROM ${expected} ORDER BY t.id LIMIT ${value(most, 'integer')}`);
  return rows.map((row) => ({
    entity,
    field,
    id: String(row['id']),
    owner,
    ownerId: String(row['owner']),
    found: String(row['found'] ?? 'nothing'),
    expected: String(row['expected'] ?? 'nothing'),
  }));
}

/** Gives such records their rate of 1, and the amounts that follow; tells whose rate it was not. */
export async function convertInOwnCurrency(tx: Executor, model: Model): Promise<readonly Pick<WrongAmount, 'owner' | 'ownerId'>[]> {
  const rated: Pick<WrongAmount, 'owner' | 'ownerId'>[] = [];
  for (const entity of model.entities.values()) {
    const own = ownOf(model, entity);
    if (own === null) continue;
    const rows = await tx.rows(
      sql`UPDATE ${identifier(entity.table)} o SET ${own.into} = ${own.currency}, ${own.rate} = 1 WHERE ${own.is} AND (o.${own.into} IS NULL OR o.${own.rate} IS DISTINCT FROM 1) RETURNING o.id::text AS id`,
    );
    rated.push(...rows.map((row) => ({ owner: entity, ownerId: String(row['id']) })));
    for (const statement of conversionStatements(model, entity, own.is.build().text)) await tx.rows(raw(statement));
  }
  return rated;
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

import { linesOf } from '../../definitions/lines-of.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Executor } from '../database.js';
import { identifier, join, raw, sql, value, type Sql } from '../sql.js';
import { conversionStatements } from './conversion-statements.js';
import type { WrongAmount } from './wrong-amount.js';

/** Totals of records in a foreign currency whose converted parts (`addsUpTo`) do not add up to them, in their smallest units. */
export async function wrongSums(executor: Executor, model: Model, most: number): Promise<readonly WrongAmount[]> {
  const wrong: WrongAmount[] = [];
  for (const owner of model.entities.values())
    for (const field of owner.exchange === null ? [] : owner.fields.values()) {
      const parts = partsOf(model, owner, field);
      if (field.converts !== null && parts.length > 0) wrong.push(...(await wrongIn(executor, model, { owner, field, parts }, most)));
    }
  return wrong;
}

/** Converts such records anew from what is stored of them, as a save does, with the rate that they have. */
export async function convertAnew(tx: Executor, model: Model, wrong: readonly WrongAmount[]): Promise<void> {
  const owners = new Map(wrong.map(({ owner }) => [owner.id, owner]));
  for (const owner of owners.values()) {
    const ids = wrong.filter((one) => one.owner === owner).map(({ ownerId }) => `'${ownerId}'::uuid`);
    for (const statement of conversionStatements(model, owner, `o.id IN (${ids.join(', ')})`)) await tx.rows(raw(statement));
  }
}

interface Part {
  readonly entity: Entity;
  readonly field: Field;
  readonly source: Field;
}

function partsOf(model: Model, owner: Entity, { name }: Field): readonly Part[] {
  return [owner, ...linesOf(model, owner)].flatMap((entity) =>
    [...entity.fields.values()].flatMap((field) => {
      const source = entity.fields.get(field.converts?.source ?? '');
      const total = field.converts?.addsUpTo ?? null;
      return source !== undefined && total === (entity === owner ? name : `parent.${name}`) ? [{ entity, field, source }] : [];
    }),
  );
}

async function wrongIn(
  executor: Executor,
  model: Model,
  { owner, field, parts }: { readonly owner: Entity; readonly field: Field; readonly parts: readonly Part[] },
  most: number,
): Promise<readonly WrongAmount[]> {
  const currency = model.played.get('currency');
  const column = (name: string): Sql => sql`o.${identifier(owner.fields.get(name)?.column ?? name)}`;
  const { exchange } = owner;
  const decimals = currency?.fields.get('decimals');
  if (currency === undefined || decimals === undefined || exchange === null) return [];
  const smallest = Math.min(...parts.map((part) => part.field.scale ?? 0));
  const amounts = parts.map(
    ({ entity, field: part, source }) =>
      sql`SELECT p.${identifier(part.column)} AS v FROM ${identifier(entity.table)} p WHERE p.${raw(entity === owner ? 'id' : 'parent_id')} = o.id AND p.${identifier(source.column)} IS NOT NULL`,
  );
  const total = column(field.name);
  const rows = await executor.rows(sql`SELECT o.id::text AS id, ${total}::text AS total, coalesce(s.v, 0)::text AS found
    FROM ${identifier(owner.table)} o JOIN ${identifier(currency.table)} c ON c.id = ${column(exchange.companyCurrency)}
    CROSS JOIN LATERAL (SELECT sum(a.v) AS v, count(*) AS n FROM (${join(amounts, ' UNION ALL ')}) a) s
    WHERE ${column(exchange.companyCurrency)} <> ${column(exchange.currency)} AND ${total} IS NOT NULL AND s.n > 0
      AND abs(coalesce(s.v, 0) - ${total}) >= ('1e-' || least(c.${identifier(decimals.column)}, ${raw(String(smallest))}))::numeric
    ORDER BY o.id LIMIT ${value(most, 'integer')}`);
  return rows.map((row) => {
    const id = String(row['id']);
    const told = { found: String(row['total']), expected: `${String(row['found'])}, the sum of its parts` };
    return { entity: owner, field, id, owner, ownerId: id, ...told };
  });
}

import type { Executor } from '../../data/database.js';
import { identifier, join, literal, sql, value, type Sql } from '../../data/sql.js';
import { allLedgers } from '../../data/ledgers/ledger-tables.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Platform } from '../platform.js';

/** A record, and the moment since which something may have been built upon it. */
interface Since {
  readonly id: string;
  readonly at: string;
}

/** What was made since that came of the record, refers to it or to its lines, or was posted for it by others than its transition: kinds with counts, also of what the caller may not see, or nobody could mend it. */
export async function builtUpon({ model }: Platform, tx: Executor, caller: Caller, entity: Entity, since: Since): Promise<readonly string[]> {
  const posted = allLedgers(model).map(
    ({ entries }) =>
      sql`SELECT ${literal(entries.id)} AS entity, e.id FROM ${identifier(entries.table)} e WHERE e.source = ${value(since.id, 'uuid')} AND e.created_at > ${moment(since)}`,
  );
  const parts = [
    sql`SELECT c.target_entity AS entity, c.target_id AS id FROM trellis_chain c WHERE c.source_id = ${value(since.id, 'uuid')} AND c.at >= ${moment(since)}`,
    ...referring(model, entity).map(({ owner, field, isLine }) => madeSince(model, owner, field, since, isLine ? entity : null)),
    ...posted,
  ];
  const rows = await tx.rows(sql`SELECT entity, count(DISTINCT id)::integer AS count FROM (${join(parts, ' UNION ALL ')}) p GROUP BY entity ORDER BY entity`);
  return rows.map(
    (row) => `${textIn(model.entities.get(String(row['entity']))?.labelPlural ?? String(row['entity']), caller.locale)} (${String(row['count'])})`,
  );
}

function moment({ at }: Since): Sql {
  return sql`${value(at, 'timestamptz')}`;
}

interface Place {
  readonly owner: Entity;
  readonly field: Field;
  /** Whether it refers to a line of the record. */
  readonly isLine: boolean;
}

/** References to the record or its lines, of anything but entries and balances. */
function referring(model: Model, entity: Entity): readonly Place[] {
  const lines = new Set([...entity.fields.values()].filter((field) => field.type === 'lines').map((field) => field.target));
  return [...model.entities.values()]
    .filter((owner) => owner.ledger === null && owner.balanceOf === null && owner.query === null)
    .flatMap((owner) =>
      [...owner.fields.values()]
        .filter(({ type, target, isSystem }) => type === 'reference' && !isSystem && (target === entity.id || lines.has(target)))
        .map((field) => ({ owner, field, isLine: lines.has(field.target) })),
    );
}

/** Records that refer to it and were made since; of lines their owner. */
function madeSince(model: Model, owner: Entity, field: Field, since: Since, linesOf: Entity | null): Sql {
  const column = sql`o.${identifier(field.column)}`;
  const target = model.entities.get(field.target ?? '');
  const refers =
    linesOf === null || target === undefined
      ? sql`${column} = ${value(since.id, 'uuid')}`
      : sql`${column} IN (SELECT l.id FROM ${identifier(target.table)} l WHERE l.parent_id = ${value(since.id, 'uuid')})`;
  const parent = model.entities.get(owner.parent?.entity ?? '');
  if (parent === undefined)
    return sql`SELECT ${literal(owner.id)} AS entity, o.id FROM ${identifier(owner.table)} o WHERE ${refers} AND o.created_at >= ${moment(since)}`;
  return sql`SELECT ${literal(parent.id)} AS entity, p.id FROM ${identifier(owner.table)} o JOIN ${identifier(parent.table)} p ON p.id = o.parent_id WHERE ${refers} AND p.created_at >= ${moment(since)}`;
}

import type { Executor } from '../../data/database.js';
import type { LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { rollupsOf, type Rollup } from '../../data/ledgers/rollups-of.js';
import { identifier, raw, sql, value, type Sql } from '../../data/sql.js';
import type { Entity, Field, Model } from '../../definitions/model.js';

/** A rollup that is not what the entries add up to. */
export interface WrongRollup {
  readonly entity: Entity;
  readonly field: Field;
  /** Of the record or line that keeps it. */
  readonly id: string;
  /** Of the record that is recomputed when the rollup is mended: the line's owner, or itself. */
  readonly ownerId: string;
  readonly found: string;
  readonly expected: string;
}

/** Compares the rollups over a ledger with its entries. */
export async function wrongRollups(executor: Executor, model: Model, tables: LedgerTables, most: number): Promise<readonly WrongRollup[]> {
  const wrong: WrongRollup[] = [];
  for (const rollup of everyRollup(model, tables)) {
    const { entity, field } = rollup;
    const owner = entity.parent === null ? raw('t.id') : raw('t.parent_id');
    const rows = await executor.rows(sql`
      SELECT t.id::text AS id, ${owner}::text AS owner, t.${identifier(field.column)}::text AS found, coalesce(s.sum, 0)::text AS expected
      FROM ${identifier(entity.table)} t LEFT JOIN ${sumsOf(tables, rollup)} s ON s.id = t.id
      WHERE t.${identifier(field.column)} IS DISTINCT FROM coalesce(s.sum, 0) ORDER BY t.id LIMIT ${value(most - wrong.length, 'integer')}`);
    for (const row of rows)
      wrong.push({
        entity,
        field,
        id: String(row['id']),
        ownerId: String(row['owner']),
        found: String(row['found'] ?? 'nothing'),
        expected: String(row['expected']),
      });
  }
  return wrong;
}

/** Sets every rollup over a ledger to the sum of its entries; formulas that read them are left to the caller. */
export async function rebuildRollups(tx: Executor, model: Model, tables: LedgerTables): Promise<void> {
  for (const rollup of everyRollup(model, tables)) {
    const column = identifier(rollup.field.column);
    await tx.rows(sql`UPDATE ${identifier(rollup.entity.table)} t SET ${column} = coalesce(s.sum, 0) FROM ${identifier(rollup.entity.table)} o
      LEFT JOIN ${sumsOf(tables, rollup)} s ON s.id = o.id WHERE o.id = t.id AND t.${column} IS DISTINCT FROM coalesce(s.sum, 0)`);
  }
}

function everyRollup(model: Model, tables: LedgerTables): readonly Rollup[] {
  return rollupsOf(model, tables).flatMap(([, rollups]) => rollups);
}

function sumsOf({ entries }: LedgerTables, { dimension, measure }: Rollup): Sql {
  const key = identifier(dimension?.column ?? 'counts_for');
  return sql`(SELECT e.${key} AS id, sum(e.${identifier(measure.column)}) AS sum FROM ${identifier(entries.table)} e GROUP BY e.${key})`;
}

import type { LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { columnsOf } from '../../data/columns.js';
import { identifier, join, raw, sql, value } from '../../data/sql.js';
import type { Place } from './balance-rows.js';
import { figure, wireOf, type Figures } from './figures.js';
import type { Posting } from './post-entries.js';
import { causeSql } from '../write/write-sql.js';

/** One entry, worked out. */
export interface Entry {
  readonly id: string;
  readonly place: Place;
  readonly figures: Figures;
  readonly countsFor: string | null;
  /** Id of the entry that this one takes back. */
  readonly reverses: string | null;
}

/** Writes the entries of one posting in one statement; the balances follow by trigger. */
export async function writeEntries({ tx, caller, date, source }: Posting, tables: LedgerTables, posting: string, entries: readonly Entry[]): Promise<void> {
  const { entries: entity, dimensions, measures } = tables;
  const fields = [...dimensions, ...measures];
  const types = columnsOf(entity);
  const shape = fields.map((field) => `"${field.column}" ${types.find((column) => column.field === field.name)?.sqlType ?? 'text'}`);
  const rows = entries.map(({ id, place, figures, countsFor, reverses }) => ({
    id,
    counts_for: countsFor,
    reverses,
    ...Object.fromEntries(dimensions.map((field) => [field.column, place.get(field.name) ?? null])),
    ...Object.fromEntries(measures.map((field) => [field.column, wireOf(field, figure(figures, field.name))])),
  }));
  const columns = join(
    fields.map((field) => identifier(field.column)),
    ', ',
  );
  await tx.rows(sql`WITH added AS (
    INSERT INTO ${identifier(entity.table)} (id, posting_date, posting, source, source_entity, source_label, counts_for, reverses, created_at, created_by, ${columns})
    SELECT id, ${value(date, 'date')}, ${value(posting, 'uuid')}, ${value(source.id, 'uuid')}, ${value(source.entity, 'text')}, ${value(source.label, 'text')}, counts_for, reverses, now(), ${value(caller.userId, 'uuid')}, ${columns}
    FROM jsonb_to_recordset(${value(JSON.stringify(rows), 'jsonb')}) AS d(id uuid, counts_for uuid, reverses uuid, ${raw(shape.join(', '))}))
    SELECT ${causeSql({ caller, action: null })}`);
}

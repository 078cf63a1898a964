import type { Entity, Field, Model } from '../../definitions/model.js';
import { quoted } from '../quoted.js';
import type { LedgerTables } from './ledger-tables.js';

/** A field that keeps the sum of a measure for its record. */
export interface Rollup {
  readonly entity: Entity;
  readonly field: Field;
  readonly measure: Field;
  /** Of the ledger: which record the sum is for; null for what the entries count for. */
  readonly dimension: Field | null;
}

/** By the dimension that they are summed by and the entity that keeps them. */
export function rollupsOf(model: Model, { entries }: LedgerTables): readonly (readonly [Field | null, readonly Rollup[]])[] {
  const found = new Map<string, { dimension: Field | null; rollups: Rollup[] }>();
  for (const entity of model.entities.values()) {
    for (const field of entity.fields.values()) {
      const { declaration } = field;
      if (declaration?.type !== 'rollup' || declaration.ledger !== entries.id) continue;
      const dimension = entries.fields.get(declaration.dimension ?? '') ?? null;
      const measure = entries.fields.get(declaration.measure ?? '');
      if (measure === undefined) continue;
      const key = `${entity.id} ${dimension?.name ?? ''}`;
      const known = found.get(key) ?? { dimension, rollups: [] };
      found.set(key, { dimension, rollups: [...known.rollups, { entity, field, measure, dimension }] });
    }
  }
  return [...found.values()].map(({ dimension, rollups }) => [dimension, rollups]);
}

/** What a rollup ought to be in the row `t`: of balances where a dimension says which record, of entries where they count for one. */
export function rollupSum({ entries, balances }: LedgerTables, { dimension, measure }: Pick<Rollup, 'dimension' | 'measure'>): string {
  const table = quoted(dimension === null ? entries.table : balances.table);
  const column = quoted(dimension?.column ?? 'counts_for');
  return `coalesce((SELECT sum(b.${quoted(measure.column)}) FROM ${table} b WHERE b.${column} = t.id), 0)`;
}

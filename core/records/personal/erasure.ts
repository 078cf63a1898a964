import type { Executor } from '../../data/database.js';
import { identifier, join, sql, value, type Sql } from '../../data/sql.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { PersonalPart } from './personal-parts.js';
import type { PersonalValues } from './personal-values.js';

/** One record whose personal fields are erased, while the transaction is open. */
export interface Erasure {
  readonly tx: Executor;
  readonly entity: Entity;
  readonly id: string;
  readonly parts: readonly PersonalPart[];
  readonly values: PersonalValues;
  /** Ids of the record and of its lines. */
  readonly own: ReadonlySet<string>;
  /** These, and ids of what refers to the record or did so before: where its values may have been repeated. */
  readonly near: Sql;
}

/** Ids of a record and of its lines. */
export async function ownIds(tx: Executor, id: string, parts: readonly PersonalPart[]): Promise<ReadonlySet<string>> {
  const lines = parts.flatMap(({ entity, lines: field }) =>
    field === null ? [] : [sql`SELECT id::text AS id FROM ${identifier(entity.table)} WHERE parent_id = ${value(id, 'uuid')}`],
  );
  const rows = lines.length === 0 ? [] : await tx.rows(join(lines, ' UNION ALL '));
  return new Set([id, ...rows.map((row) => String(row['id']))]);
}

/** Ids, as rows of one column, of a record, its lines, and the records that refer to it or did so before. */
export function nearSql(model: Model, entity: Entity, id: string, own: ReadonlySet<string>): Sql {
  const key = value(id, 'uuid');
  const referring = [...model.entities.values()].flatMap((owner) =>
    owner.query !== null || owner.balanceOf !== null
      ? []
      : [...owner.fields.values()].flatMap((field): readonly Sql[] => {
          if (field.target !== entity.id || field.isSystem) return [];
          if (field.type === 'many-to-many') return [sql`SELECT j.owner_id FROM ${identifier(field.column)} j WHERE j.target_id = ${key}`];
          if (field.type !== 'reference') return [];
          const own = identifier(owner.parent === null ? 'id' : 'parent_id');
          return [sql`SELECT o.${own} FROM ${identifier(owner.table)} o WHERE o.${identifier(field.column)} = ${key}`];
        }),
  );
  const before = sql`SELECT c.record_id FROM trellis_change c WHERE strpos(c.changes::text, ${value(id, 'text')}) > 0`;
  return join([sql`SELECT unnest(${value([...own], 'uuid[]')})`, before, ...referring], ' UNION ');
}

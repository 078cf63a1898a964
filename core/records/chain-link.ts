import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import type { Entity } from '../definitions/model.js';

interface Linked {
  readonly entity: Pick<Entity, 'id'>;
  readonly id: string;
}

/** Remembers that a document came of another: by conversion, or as its next version. */
export async function linkChain(tx: Executor, source: Linked, target: Linked, kind: 'conversion' | 'version' = 'conversion'): Promise<void> {
  await tx.rows(sql`INSERT INTO trellis_chain (source_entity, source_id, target_entity, target_id, kind)
    VALUES (${value(source.entity.id, 'text')}, ${value(source.id, 'uuid')}, ${value(target.entity.id, 'text')}, ${value(target.id, 'uuid')}, ${value(kind, 'text')}) ON CONFLICT DO NOTHING`);
}

import { identifier, sql, value } from '../../data/sql.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { notFound } from '../get-record.js';
import { insist } from '../insist.js';
import type { Platform } from '../platform.js';
import { lockRow } from '../write/load-draft.js';
import { recompute } from '../write/recompute.js';
import { historySql } from '../write/write-sql.js';
import { collectValues } from './collect-values.js';
import { eraseRows } from './erase-rows.js';
import { eraseTraces } from './erase-traces.js';
import { nearSql, ownIds, type Erasure } from './erasure.js';
import { personalParts } from './personal-parts.js';

/**
 * Erases the personal fields of one record and its lines: from the record, its history, its undo, events, runs, notices and comments about it and about what
 * refers to it. Of a record that was deleted before, what is left. What others keep in fields of their own stays with them. Not taken back by anything. Throws 404.
 */
export async function erasePersonal(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<readonly string[]> {
  const key = recordId(id);
  if (key === null) throw notFound(entity, caller);
  const parts = personalParts(platform.model, entity);
  await insist(platform, () =>
    platform.database.transaction(async (tx) => {
      await lockRow(tx, entity, key);
      const isThere = await tx.text(sql`SELECT id::text FROM ${identifier(entity.table)} WHERE id = ${value(key, 'uuid')}`);
      const wasThere = await tx.text(
        sql`SELECT 1::text FROM trellis_change WHERE record_id = ${value(key, 'uuid')} AND entity = ANY(${value([entity.id, ...entity.formerIds], 'text[]')}) LIMIT 1`,
      );
      if (isThere === null && wasThere === null) throw notFound(entity, caller);
      const values = await collectValues(platform.model, tx, entity, key, parts);
      const own = await ownIds(tx, key, parts);
      const erasure: Erasure = { tx, entity, id: key, parts, values, own, near: nearSql(platform.model, entity, key, own) };
      if (isThere !== null) {
        for (const part of parts) await eraseRows(erasure, part);
        await recompute(platform, tx, caller, entity, key);
      }
      await eraseTraces(erasure);
      for (const hook of platform.hooks ?? []) await hook.erased?.(erasure);
      await tx.rows(historySql(entity, key, { caller, op: 'action', action: 'erase-personal', changes: [] }));
    }),
  );
  platform.onWritten?.(entity);
  return parts.flatMap(({ lines, fields }) => fields.map(({ name }) => (lines === null ? name : `${lines.name}.${name}`)));
}

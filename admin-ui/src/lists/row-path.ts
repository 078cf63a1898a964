import type { MetaEntity } from '../../../schemas/generated/types.js';
import { recordOfRow } from '../record/record-of-row.js';

/** Where a row of a list leads: to its page; from a row of a union to the page of the record that it is. */
export function rowPath(entity: MetaEntity, record: ReadonlyMap<string, unknown>, entities: ReadonlyMap<string, MetaEntity>): string {
  const pointed = recordOfRow(entity, record);
  const target = entities.get(pointed?.entity ?? '');
  return target === undefined || pointed === null ? `/${entity.path}/${String(record.get('id'))}/show` : `/${target.path}/${pointed.id}/show`;
}

import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { getRecord } from '../get-record.js';
import type { Platform } from '../platform.js';
import { membersOf, personalParts } from './personal-parts.js';

/** The personal fields of one record, its lines among them, as they are now. Throws 404. */
export async function exportPersonal(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<Readonly<Record<string, unknown>>> {
  const record = membersOf(JSON.parse(await getRecord(platform, caller, entity, id)));
  return Object.fromEntries(
    personalParts(platform.model, entity).flatMap(({ lines, fields }) => {
      const own = (from: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
        Object.fromEntries(fields.map(({ name }) => [name, from[name] ?? null]));
      if (lines === null) return Object.entries(own(record));
      const rows = record[lines.name];
      return fields.length > 0 && Array.isArray(rows) ? [[lines.name, rows.map((row: unknown) => own(membersOf(row)))]] : [];
    }),
  );
}

import type { Executor } from '../../data/database.js';
import { identifier, sql, value } from '../../data/sql.js';
import type { Model } from '../../definitions/model.js';
import { isTimeZone, standardTimeZone } from '../../kernel/time-zone.js';
import type { FunctionPlace } from './function-place.js';

/** The time zone of the record's company, of the first one where a record has none. */
export function timeZoneAt({ model, known, company }: FunctionPlace): string {
  if (model.played.get('company') === undefined) return standardTimeZone;
  const id = company();
  return known.zones.take(id ?? '', (tx) => readTimeZone(model, tx, id)) ?? standardTimeZone;
}

/** The time zone of a company; of the first one when none is said. */
export async function readTimeZone(model: Model, executor: Executor, company: string | null): Promise<string> {
  const entity = model.played.get('company');
  if (entity === undefined) return standardTimeZone;
  const row = sql`FROM ${identifier(entity.table)} WHERE ${value(company, 'uuid')} IS NULL OR id = ${value(company, 'uuid')} ORDER BY id LIMIT 1`;
  const zone = await executor.text(sql`SELECT ${identifier(entity.fields.get('timeZone')?.column ?? 'time_zone')} ${row}`);
  return zone !== null && isTimeZone(zone) ? zone : standardTimeZone;
}

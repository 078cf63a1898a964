import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { Entity, Field } from '../../definitions/model.js';
import { companyTimeZone } from './compute.js';

/** The next number of a sequence field. Counted apart from the record's transaction, so that nobody waits for another; what is not saved leaves a gap. */
export async function nextNumber(database: Executor, entity: Entity, field: Field): Promise<string> {
  const pattern = field.declaration?.type === 'sequence' ? field.declaration.pattern : '{0}';
  const today = clockAt(new Date(), companyTimeZone).today.text;
  const dated = pattern.replaceAll('{YYYY}', today.slice(0, 4)).replaceAll('{YY}', today.slice(2, 4)).replaceAll('{MM}', today.slice(5, 7));
  const last = await database.text(sql`
    INSERT INTO trellis_sequence AS s (field, period, last) VALUES (${value(`${entity.id}.${field.name}`, 'text')}, ${value(dated, 'text')}, 1)
    ON CONFLICT (field, period) DO UPDATE SET last = s.last + 1 RETURNING last::text`);
  return dated.replaceAll(/\{(0+)\}/gu, (_, zeros: string) => (last ?? '').padStart(zeros.length, '0'));
}

import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';

/** What a copy of a record starts with: what may be written, without pictures and without what belongs to one record alone. */
export function copyOf(entity: MetaEntity, record: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  const copied = entity.fields
    .filter((field) => field.writable && field.type !== 'image')
    .map(({ name, type }) => [name, type === 'lines' ? linesOf(record.get(name)) : record.get(name)] as const);
  return { ...Object.fromEntries(copied.filter(([, value]) => value !== null && value !== undefined)), _labels: record.get('_labels') };
}

function linesOf(lines: unknown): readonly unknown[] {
  return Array.isArray(lines) ? lines.map((line: unknown) => Object.fromEntries([...membersOf(line)].filter(([name]) => name !== 'id'))) : [];
}

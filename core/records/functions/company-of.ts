import { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Value } from '../../definitions/expressions/value.js';
import { companyPath } from '../../definitions/company-path.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { KnownRecords } from '../known-records.js';

/** Id of the company that a record belongs to, found along the path that its entity says; null where there is none. */
export function companyOf(model: Model, known: KnownRecords, entity: Entity, read: (name: string) => unknown): string | null {
  const path = companyPath(entity, model);
  const [first = '', ...rest] = path ?? [];
  const id = read(first);
  if (path === null || typeof id !== 'string') return null;
  const target = model.entities.get(entity.fields.get(first)?.target ?? '');
  if (rest.length === 0 || target === undefined) return id;
  const end = rest.reduce<Value>((at, name) => (at instanceof RecordValue ? at.get(name) : null), known.reference(target, id));
  return end instanceof RecordValue ? end.id : null;
}

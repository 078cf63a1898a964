import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { copied } from './copied.js';
import { getRecord } from './get-record.js';
import type { Platform } from './platform.js';
import { demandVerb } from './rights.js';

/** What a copy of a record starts with, as JSON text; what the caller may not see or write stays behind. Nothing is written. Throws 404, and 403 without the right to make one. */
export async function duplicateRecord(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<string> {
  demandVerb(platform, caller, entity, 'create');
  const policy = platform.policyOf(caller);
  const record: unknown = JSON.parse(await getRecord(platform, caller, entity, id));
  return JSON.stringify(copied(platform.model, entity, record, (owner, field) => policy.entity(owner.id).writableRows(field.name, 'create').kind !== 'none'));
}

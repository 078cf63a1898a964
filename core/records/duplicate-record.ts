import type { EntityPolicy } from '../access/policy.js';
import type { Entity, Field } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { getRecord } from './get-record.js';
import type { Platform } from './platform.js';
import { demandVerb } from './rights.js';

/**
 * What a copy of a record starts with, as JSON text: the body that makes it, with `_labels` beside. Numbers, states, pictures, what is unique and what the
 * caller may not see or write stay behind; lines come as new ones. Nothing is written. Throws 404, and 403 without the right to make one.
 */
export async function duplicateRecord(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<string> {
  demandVerb(platform, caller, entity, 'create');
  return JSON.stringify(copyOf(platform, caller, entity, JSON.parse(await getRecord(platform, caller, entity, id))));
}

function copyOf(platform: Platform, caller: Caller, entity: Entity, record: unknown): Readonly<Record<string, unknown>> {
  const from = membersOf(record);
  const labels = membersOf(from.get('_labels'));
  const rights = platform.policyOf(caller).entity(entity.id);
  const copied = [...entity.fields.values()].filter((field) => isCopied(field, rights) && (from.get(field.name) ?? null) !== null);
  const valueOf = (field: Field): unknown => {
    const value = from.get(field.name);
    const line = field.type === 'lines' ? platform.model.entities.get(field.target ?? '') : undefined;
    return line !== undefined && Array.isArray(value) ? value.map((one: unknown) => copyOf(platform, caller, line, one)) : value;
  };
  return {
    ...Object.fromEntries(copied.map((field) => [field.name, valueOf(field)])),
    _labels: Object.fromEntries(copied.flatMap(({ name }) => (labels.has(name) ? [[name, labels.get(name)]] : []))),
  };
}

function isCopied(field: Field, rights: EntityPolicy): boolean {
  return field.isCopied && rights.writableRows(field.name, 'create').kind !== 'none';
}

function membersOf(json: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.entries(json) : []);
}

import { overlapKeysOf, type OverlapKey } from '../../data/overlap-keys.js';
import { recordId } from '../../definitions/field-types/reference.js';
import { linesOf } from '../../definitions/lines-of.js';
import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { messageIn } from '../../kernel/messages/message.js';
import { UserError } from '../../kernel/user-error.js';
import { readRecord } from '../get-record.js';
import type { Platform } from '../platform.js';

/** A period that another record has, said with that record's name to those who may see it; null when no rule of the record or its lines is called so. */
export async function overlapError(
  platform: Platform,
  entity: Entity,
  caller: Caller,
  { name, other }: { readonly name: string; readonly other: string },
): Promise<UserError | null> {
  const found = ruleNamed(platform, entity, name);
  if (found === null) return null;
  const { owner, key } = found;
  const label = (field: string): string => textIn(owner.fields.get(field)?.label ?? field, caller.locale);
  const { message, from, to } = key.rule;
  const plain = messageIn('record.overlap-plain', { fields: `${label(from)} – ${label(to)}` }, caller.locale);
  const rival = await rivalOf(platform, owner, caller, other);
  const params = { message: message === null ? plain : textIn(message, caller.locale), other: rival === null ? '' : ` (${rival.label})` };
  const pointers = owner === entity ? [`/${from}`, `/${to}`] : [''];
  const violations = pointers.map((pointer) => ({ pointer, code: 'record.overlap', params }) as const);
  return new UserError(422, 'record.overlap', params, violations, rival === null ? {} : { other: { entity: owner.id, ...rival } });
}

function ruleNamed({ model }: Platform, entity: Entity, name: string): { readonly owner: Entity; readonly key: OverlapKey } | null {
  for (const owner of [entity, ...linesOf(model, entity)]) {
    const key = overlapKeysOf(owner, model).find((one) => one.name === name);
    if (key !== undefined) return { owner, key };
  }
  return null;
}

/** Read after the refusal, with the caller's rights. Within a transaction that is broken off nothing can be read. */
async function rivalOf(platform: Platform, entity: Entity, caller: Caller, id: string): Promise<{ readonly id: string; readonly label: string } | null> {
  if (entity.parent !== null || platform.isNested === true || recordId(id) === null) return null;
  const json = await readRecord(platform, platform.database, caller, entity, id);
  const record: unknown = json === null ? null : JSON.parse(json);
  if (typeof record !== 'object' || record === null || !('_label' in record)) return null;
  return { id, label: typeof record._label === 'string' ? record._label : '' };
}

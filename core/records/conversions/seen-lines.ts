import type { EntityPolicy, Policy } from '../../access/policy.js';
import type { Executor } from '../../data/database.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { readRecord } from '../get-record.js';
import type { Platform } from '../platform.js';
import { unitsOf } from './conversion-units.js';
import type { CountingConversion } from './conversions-of.js';

/** Whether a caller sees how much there is of the lines of a conversion, and how much was taken, in every record that he sees. */
export function seesQuantities(policy: Policy, { entity, lines }: Pick<CountingConversion, 'entity' | 'lines'>): boolean {
  const rights = policy.entity(lines.line);
  return isSeen(policy.entity(entity), lines.from) && isSeen(rights, lines.quantity.from) && isSeen(rights, lines.quantity.done);
}

/** Whether he sees how records of an entity are called. */
export function seesTitle(policy: Policy, { id, title }: Entity): boolean {
  return title.reads.every(([name = '']) => isSeen(policy.entity(id), name));
}

/** Whether he sees in which unit the lines of a conversion are. */
export function seesUnits(policy: Policy, model: Model, conversion: CountingConversion): boolean {
  const [name = ''] = unitsOf(model, conversion)?.from ?? [];
  return name !== '' && isSeen(policy.entity(conversion.lines.line), name);
}

/** Those of some records that he sees. */
export async function seenOf(platform: Platform, tx: Executor, caller: Caller, entity: Entity, ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (const id of ids) if ((await readRecord(platform, tx, caller, entity, id)) !== null) seen.add(id);
  return seen;
}

function isSeen(rights: EntityPolicy, field: string): boolean {
  return rights.fieldRows(field).kind !== 'none' && rights.isAlwaysSeen(field);
}

import type { Verb } from '../../../schemas/generated/types.js';
import type { Executor } from '../../data/database.js';
import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { notFound, readRecord } from '../get-record.js';
import type { Platform } from '../platform.js';
import { verbIn } from '../rights.js';
import type { Locked } from './load-draft.js';

/** The locked row, when the caller may see it (404) and use it with the verb (403). */
export function demandRow(entity: Entity, caller: Caller, locked: Locked | null, verb: Extract<Verb, 'update' | 'delete'>): Locked {
  if (locked === null || locked.answers.get('read') !== true) throw notFound(entity, caller);
  if (locked.answers.get(verb) !== true)
    throw new UserError(403, 'record.forbidden', { verb: verbIn(verb, caller.locale), entity: textIn(entity.label, caller.locale).toLowerCase() });
  return locked;
}

interface Asked {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly entity: Entity;
  readonly tx: Executor;
}

/** 412 with both versions and the record as it is now. */
export async function demandFresh({ platform, caller, entity, tx }: Asked, locked: Locked, expected: number | null): Promise<void> {
  if (expected === null || expected === locked.version) return;
  const current = await readRecord(platform, tx, caller, entity, locked.draft.id);
  throw new UserError(412, 'record.stale', { yours: expected, present: locked.version }, [], {
    yours: expected,
    present: locked.version,
    current: current === null ? null : JSON.parse(current),
  });
}

/** 409 in a state that holds the record fast. */
export function demandThawed(entity: Entity, caller: Caller, { state }: Locked): void {
  const declared = entity.lifecycle?.states.get(state ?? '');
  if (declared?.isFrozen !== true) return;
  throw new UserError(409, 'record.frozen', { state: stateLabel(entity, state, caller), entity: textIn(entity.label, caller.locale).toLowerCase() });
}

/** How a state is called. */
export function stateLabel(entity: Entity, state: string | null, caller: Caller): string {
  const declared = entity.lifecycle?.states.get(state ?? '');
  return declared === undefined ? (state ?? '') : textIn(declared.declaration.label, caller.locale);
}

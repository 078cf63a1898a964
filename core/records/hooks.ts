import type { Executor } from '../data/database.js';
import type { Entity, Model, Transition } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import type { Violation } from '../kernel/user-error.js';
import type { Takes } from './conversions/read-takes.js';
import type { Erasure } from './personal/erasure.js';
import type { Platform } from './platform.js';
import type { ActionInput } from './read-action-input.js';
import type { Additions } from './write/additions.js';
import type { Draft } from './write/draft.js';

/** One write of one record while its transaction is open. */
export interface WriteStep {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
  readonly entity: Entity;
  /** Null when the record is made. */
  readonly before: Draft | null;
  /** Null when it is deleted. */
  readonly after: Draft | null;
  /** The transition that is run, with what it was given; null for plain writes. */
  readonly action: { readonly transition: Transition; readonly input: ActionInput; readonly takes: Takes | null } | null;
}

/** What the platform itself does beside a write: the users and roles of `core`, the files of records. Plugins have workflows instead. */
export interface WriteHook {
  appliesTo(entity: Entity, model: Model): boolean;
  /** Before anything is written. May throw a UserError; what it returns is refused together with everything else that is wrong. */
  check?(step: WriteStep): Promise<readonly Violation[]>;
  /** After it is written, in the same transaction. Keys it returns begin with `_` and are added to the answer. */
  done?(step: WriteStep): Promise<Additions>;
  /** Takes personal values out of what a room keeps of its own; asked for every entity, in the transaction in which they are erased. */
  erased?(erasure: Erasure): Promise<void>;
}

/** Asks every hook of the entity. */
export async function checkHooks(step: WriteStep): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const hook of hooksOf(step)) violations.push(...((await hook.check?.(step)) ?? []));
  return violations;
}

/** Tells every hook of the entity; answers with their additions. */
export async function tellHooks(step: WriteStep): Promise<Additions> {
  let additions: Additions = {};
  for (const hook of hooksOf(step)) additions = { ...additions, ...((await hook.done?.(step)) ?? {}) };
  return additions;
}

/** Whether anything is done beside writes of the entity. */
export function hasHooks(platform: Platform, entity: Entity): boolean {
  return hooksOf({ platform, entity }).length > 0;
}

function hooksOf({ platform, entity }: Pick<WriteStep, 'platform' | 'entity'>): readonly WriteHook[] {
  return platform.hooks === undefined ? [] : platform.hooks.filter((hook) => hook.appliesTo(entity, platform.model));
}

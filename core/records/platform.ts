import type { Policy } from '../access/policy.js';
import type { Database, Executor } from '../data/database.js';
import type { Entity, Model } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import type { Vault } from '../kernel/vault.js';
import type { WriteHook } from './hooks.js';
import type { Mention } from './mentions.js';

/** What every verb on records needs. Passed as the first argument; verbs are plain functions, one file each. */
export interface Platform {
  readonly model: Model;
  readonly database: Database;
  /** Cached; cheap to call. */
  policyOf(caller: Caller): Policy;
  /** Seals what is secret before it is kept. */
  readonly vault: Vault;
  /** Told of each write when it is committed. */
  onWritten?(entity: Entity): void;
  /** Part of a transaction that has been begun by others. */
  readonly isNested?: boolean;
  /** What the platform does beside writes; nothing when absent. */
  readonly hooks?: readonly WriteHook[];
  /** Tells a user of a comment, in its transaction. */
  onMentioned?(tx: Executor, mention: Mention): Promise<void>;
}

/** Gives the platform as it is now; another takes its place when the model changes. Who works for longer keeps what it gave. */
export interface PlatformSource {
  current(): Platform;
}

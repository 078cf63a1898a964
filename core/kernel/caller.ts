import type { Locale } from './locale.js';

/** Who asks. Every read and write carries one; there is no call without a caller. */
export interface Caller {
  /** Id of the core.user record; the system user for boot, CLI and schedules. */
  readonly userId: string;
  readonly email: string | null;
  readonly name: string;
  /** Ids of the core.team records the user belongs to. */
  readonly teamIds: readonly string[];
  /** Ids of the roles held: `plugin.role` for declared ones, the record's id for those made in the browser. */
  readonly roleIds: readonly string[];
  /** Companies that the user works for. */
  readonly companies: WorksFor;
  /** An administrator is granted everything. */
  readonly isAdministrator: boolean;
  readonly locale: Locale;
  /** Of the system, where it does something within what somebody asked for: refusals tell nothing that the asker may not see. */
  readonly asker?: Caller;
  /** Why this is done; absent when a person or program asks. */
  readonly cause?: Cause;
  /** For logs and the change history. */
  readonly requestId: string;
}

/** Ids of companies; `isEvery` where they are all there are, so that nothing need be kept apart. */
export interface WorksFor {
  readonly ids: readonly string[];
  readonly isEvery: boolean;
}

/** Why something is done that nobody asked for at this moment. */
export interface Cause {
  /** Null for inline steps. */
  readonly runId: string | null;
  /** How many causes stand behind it; a limit stops workflows that set each other off. */
  readonly depth: number;
  /** What has been elsewhere is written down: background workflows do not follow it. */
  readonly isQuiet?: boolean;
}

/** Id of the audited system user that boot, commands and schedules act as. */
export const systemUserId = '00000000-0000-7000-8000-000000000001';

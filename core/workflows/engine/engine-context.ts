import type { Database, Executor } from '../../data/database.js';
import type { Caller } from '../../kernel/caller.js';
import type { Logger } from '../../kernel/logger.js';
import type { Platform } from '../../records/platform.js';
import type { CallHandlers } from '../steps/call-handlers.js';
import type { SendMail } from '../steps/send-mail.js';
import type { Transport } from '../transport/transport.js';
import type { DefinitionBook } from './definition-book.js';
import type { FaultPoint } from './fault-point.js';

/** How patient the engine is. */
export interface Patience {
  /** First pause before a step is tried again; it doubles with each attempt, and a random part of it is waited. */
  readonly retryMilliseconds: number;
  readonly mostAttempts: number;
  /** After which a step that was sent and not begun is sent again. */
  readonly staleMilliseconds: number;
  /** Longest time an outside step may take. */
  readonly callMilliseconds: number;
  /** After which an outside step is taken over when the process that does it has given no sign of life; it gives three in that time. */
  readonly leaseMilliseconds: number;
  /** Longest sleep between two looks. */
  readonly idleMilliseconds: number;
}

export const usualPatience: Patience = {
  retryMilliseconds: 1000,
  mostAttempts: 8,
  staleMilliseconds: 5000,
  callMilliseconds: 30_000,
  leaseMilliseconds: 10_000,
  idleMilliseconds: 1000,
};

/** What every part of the engine works with. */
export interface EngineContext {
  /** Over the engine's own pool. */
  readonly platform: Platform;
  readonly database: Database;
  readonly book: DefinitionBook;
  readonly transport: Transport;
  readonly log: Logger;
  readonly patience: Patience;
  /** Name of this process, as attempts tell it. */
  readonly worker: string;
  readonly concurrency: number;
  /** The user that steps run for, as they stand now; null when there is none any more. */
  callerOf(executor: Executor, userId: string): Promise<Caller | null>;
  /** Whether the database is of a later model that this process is about to take over. */
  isBehind(): Promise<boolean>;
  readonly handlers: CallHandlers;
  readonly sendMail: SendMail;
  /** Does nothing but in tests, which end the process there. */
  faultPoint(point: FaultPoint): Promise<void>;
}

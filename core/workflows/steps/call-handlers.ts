/** What a step that a plugin wrote itself is told. */
export interface CallInfo {
  /** The same at every attempt: give it to whoever is asked to do something, so that it is done once. */
  readonly idempotencyKey: string;
  readonly attempt: number;
  /** Aborted when the time is over or the run is cancelled. */
  readonly signal: AbortSignal;
}

/** A step that a plugin wrote itself: gets plain JSON, gives plain JSON. */
export type CallHandler = (input: Readonly<Record<string, unknown>>, info: CallInfo) => Promise<unknown>;

/** By plugin id, a dot, and the handler's name. */
export type CallHandlers = ReadonlyMap<string, CallHandler>;

/** What a step that a plugin wrote itself is told beside its input. */
export interface StepInfo {
  /** The same at every attempt of this step: give it to whoever is asked to do something, so that it is done once. */
  readonly idempotencyKey: string;
  /** 1 the first time. */
  readonly attempt: number;
  /** Aborted when the time is over or the run is cancelled; hand it to fetch and the like. */
  readonly signal: AbortSignal;
  /** A secret field of this plugin's own, by entity, id and name; null where there is none. In what the step gives and throws it becomes ***. */
  secret(entity: string, id: string, field: string): Promise<string | null>;
  /** Writes such a field with the rights of the run, null to take it away; like what was read, it becomes *** in what the step gives and throws. */
  keepSecret(entity: string, id: string, field: string, secret: string | null): Promise<void>;
}

/** A step that a plugin wrote itself: takes plain JSON, gives plain JSON of at most 64,000 characters. What it throws is tried again, at most eight times in all. */
export type StepHandler = (input: Readonly<Record<string, unknown>>, info: StepInfo) => Promise<unknown>;

/** What `server/index.ts` of a plugin exports as `steps`: handlers by the names that its workflows call them by. */
export type StepHandlers = Readonly<Record<string, StepHandler>>;

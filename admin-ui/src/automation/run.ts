/** One attempt at a step. */
export interface Attempt {
  readonly attempt: number;
  readonly outcome: string;
  readonly worker: string | null;
  readonly errorText: string | null;
  readonly at: string;
}

/** A step of a run, as the server tells it; what went through it only to administrators. */
export interface RunStep {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly status: 'ready' | 'running' | 'waiting' | 'done' | 'failed' | 'skipped' | 'cancelled';
  /** Entity whose fields it reads or writes. */
  readonly entity: string | null;
  readonly why: string | null;
  readonly errorText: string | null;
  readonly input: unknown;
  readonly output: unknown;
  readonly attempts: readonly Attempt[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly readyAt: string | null;
  readonly dueAt: string | null;
  readonly attempt: number;
}

/** A run of a workflow, as lists and its own page show it. */
export interface Run {
  readonly id: string;
  readonly workflow: string;
  readonly workflowLabel: string;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  readonly entity: string | null;
  readonly record: string | null;
  readonly recordLabel: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** On its page alone. */
  readonly startedBy?: string | null;
  readonly outcomeText?: string | null;
  readonly steps?: readonly RunStep[];
}

/** Whether an answer is a run; its whole form is the server's promise. */
export function isRun(json: unknown): json is Run {
  return typeof json === 'object' && json !== null && 'workflow' in json && 'status' in json && 'startedAt' in json;
}

/** What a step does; the order here is the order in which steps run. */
export const stepKinds = [
  'migrate-rows',
  'system',
  'drop-view',
  'rename-table',
  'rename-keys',
  'drop-routine',
  'rename-column',
  'create-table',
  'drop-constraint',
  'drop-index',
  'drop-search',
  'contract',
  'drop-column',
  'unrequire',
  'add-column',
  'move-column',
  'widen-column',
  'narrow-column',
  'retype-column',
  'change-default',
  'rename-options',
  'clear-options',
  'compute-column',
  'require',
  'add-search',
  'add-constraint',
  'add-index',
  'add-routine',
  'derive',
  'validate',
  'add-view',
  'drop-table',
] as const;

export type StepKind = (typeof stepKinds)[number];

/** One step on the way from the database that is to the one that ought to be, before anything is counted. */
export interface Step {
  readonly kind: StepKind;
  readonly table: string;
  readonly column: string | null;
  /** Plugin whose declaration asks for it. */
  readonly plugin: string;
  readonly sql: readonly string[];
  /** A sentence for people. */
  readonly why: string;
  /** `adds`: nothing can be lost. `tightens`: rows may stand against it. `loses`: rows may lose values. The last two are refused while a row is concerned. */
  readonly risk: 'adds' | 'tightens' | 'loses';
  /** SELECT of the number of rows concerned; null when there can be none. */
  readonly count: string | null;
  /** What may be said with --allow when rows are concerned. */
  readonly ways: readonly Way[];
  /** What else helps, in words. */
  readonly advice: string;
  /** What is run instead when the table is big or is to be filled, in the transaction and after it, so that nobody who writes has to wait long; `isAlways` of what comes after everything on any table. */
  readonly onBigTable: { readonly now: readonly string[]; readonly later: readonly string[]; readonly isAlways?: true } | null;
}

/** One way to go on although rows are concerned. */
export interface Way {
  /** For instance `drop:crm_lead.fax`. */
  readonly token: string;
  /** What it does, as the end of "to … say". */
  readonly does: string;
  /** Null leaves the database as it is: the rows are tolerated until they are mended. */
  readonly sql: readonly string[] | null;
}

/** A step after counting: what will be done with it. */
export interface PlannedStep extends Step {
  /** Rows concerned; of a step that only adds, rows of the table. */
  readonly rows: number;
  readonly tableRows: number;
  /** Ids of the first rows that stand against it. */
  readonly examples: readonly string[];
  /** Whether it runs as on a big table. */
  readonly isOnline: boolean;
  /** `later` waits for the migrations of rows, and is judged by what they leave. */
  readonly verdict: 'run' | 'refused' | 'tolerated' | 'later';
  /** Of the way that was allowed. */
  readonly token: string | null;
}

/** A step that can lose nothing; callers give what differs. */
export function addingStep(step: Pick<Step, 'kind' | 'table' | 'plugin' | 'sql' | 'why'> & Partial<Step>): Step {
  return { column: null, risk: 'adds', count: null, ways: [], advice: '', onBigTable: null, ...step };
}

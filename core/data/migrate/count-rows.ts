import type { ClientBase } from 'pg';
import { countAll } from './ddl.js';
import type { PlannedStep, Step } from './step.js';

/** What was said beforehand about rows that stand against a step. */
export interface Allowances {
  readonly tokens: ReadonlySet<string>;
  /** `table.column` of required columns that may be empty in old rows. */
  readonly tolerated: ReadonlySet<string>;
}

/** Counts the rows that each step concerns and says what becomes of it. */
export async function countRows(client: ClientBase, steps: readonly Step[], allowances: Allowances): Promise<readonly PlannedStep[]> {
  const made = new Set(steps.filter((step) => step.kind === 'create-table').map((step) => step.table));
  const known = new Map<string, number>();
  const count = async (query: string): Promise<number> => {
    const rows = known.get(query) ?? (await countBy(client, query));
    known.set(query, rows);
    return rows;
  };
  const planned: PlannedStep[] = [];
  for (const step of steps) {
    const tableRows = made.has(step.table) ? 0 : await count(countAll(step.table));
    const rows = step.count === null ? tableRows : await count(step.count);
    planned.push(judged({ ...step, tableRows }, rows, allowances));
  }
  return planned;
}

/** The one number that a SELECT gives. */
export async function countBy(client: ClientBase, query: string): Promise<number> {
  const { rows } = await client.query<(string | number)[]>({ text: query, rowMode: 'array' });
  return Number(rows[0]?.[0] ?? 0);
}

function judged(step: Step & Pick<PlannedStep, 'tableRows'>, rows: number, { tokens, tolerated }: Allowances): PlannedStep {
  if (step.risk === 'adds' || rows === 0) return { ...step, rows, verdict: 'run', token: null };
  const way = step.ways.find(({ token }) => tokens.has(token));
  if (way !== undefined) return { ...step, sql: way.sql ?? [], rows, verdict: way.sql === null ? 'tolerated' : 'run', token: way.token };
  const isTolerated = step.kind === 'require' && tolerated.has(`${step.table}.${step.column ?? ''}`);
  return { ...step, rows, verdict: isTolerated ? 'tolerated' : 'refused', token: null };
}

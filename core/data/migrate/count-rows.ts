import type { ClientBase } from 'pg';
import { countAll } from './ddl.js';
import type { PlannedStep, Step } from './step.js';

/** What was said beforehand about rows that stand against a step. */
export interface Allowances {
  readonly tokens: ReadonlySet<string>;
  /** `table.column` of required columns that may be empty in old rows. */
  readonly tolerated: ReadonlySet<string>;
}

/** Which steps run beside the traffic rather than inside the transaction. */
export interface OnlineRule {
  /** Rows from which a table is big. */
  readonly bigTable: number;
  /** Tables of which rows are filled once they are changed. */
  readonly filled: ReadonlySet<string>;
}

/** Counts the rows that each step concerns and says what becomes of it. */
export async function countRows(client: ClientBase, steps: readonly Step[], allowances: Allowances, online: OnlineRule): Promise<readonly PlannedStep[]> {
  const made = new Set(steps.filter((step) => step.kind === 'create-table').map((step) => step.table));
  const known = new Map<string, number>();
  const count = async (query: string): Promise<number> => {
    const rows = known.get(query) ?? (await countBy(client, query));
    known.set(query, rows);
    return rows;
  };
  const planned: PlannedStep[] = [];
  for (const step of steps) {
    // The platform's own tables may only come with the plan, and hold nobody's records.
    const tableRows = made.has(step.table) || step.table.startsWith('trellis_') ? 0 : await count(countAll(step.table));
    const rows = step.count === null ? tableRows : await count(step.count);
    const one = judged({ ...step, tableRows, examples: await examplesOf(client, step, rows) }, rows, allowances);
    const isAside = step.onBigTable?.isAlways === true || tableRows >= online.bigTable || online.filled.has(step.table);
    planned.push({ ...one, isOnline: step.onBigTable !== null && one.token === null && isAside });
  }
  return planned;
}

/** The first rows that stand against a step, where they can be named. */
async function examplesOf(client: ClientBase, { risk, count }: Step, rows: number): Promise<readonly string[]> {
  const [, table, where] = /^SELECT count\(\*\) FROM ("\w+")(.*)$/su.exec(count ?? '') ?? [];
  if (risk === 'adds' || rows === 0 || table === undefined) return [];
  const { rows: found } = await client.query<{ id: string | null }>(
    `SELECT to_jsonb(${table}.*) ->> 'id' AS id FROM ${table}${where ?? ''} ORDER BY 1 LIMIT 5`,
  );
  return found.flatMap(({ id }) => id ?? []);
}

/** The one number that a SELECT gives. */
export async function countBy(client: ClientBase, query: string): Promise<number> {
  const { rows } = await client.query<(string | number)[]>({ text: query, rowMode: 'array' });
  return Number(rows[0]?.[0] ?? 0);
}

function judged(step: Step & Pick<PlannedStep, 'tableRows' | 'examples'>, rows: number, { tokens, tolerated }: Allowances): Omit<PlannedStep, 'isOnline'> {
  if (step.risk === 'adds' || rows === 0) return { ...step, rows, verdict: 'run', token: null };
  const way = step.ways.find(({ token }) => tokens.has(token));
  if (way !== undefined) return { ...step, sql: way.sql ?? [], rows, verdict: way.sql === null ? 'tolerated' : 'run', token: way.token };
  const isTolerated = step.kind === 'require' && tolerated.has(`${step.table}.${step.column ?? ''}`);
  return { ...step, rows, verdict: isTolerated ? 'tolerated' : 'refused', token: null };
}

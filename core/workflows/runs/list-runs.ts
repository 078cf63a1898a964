import { join, sql, value, type Sql } from '../../data/sql.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { readRecord } from '../../records/get-record.js';
import type { Platform } from '../../records/platform.js';
import { demandParameters, jsonParameter, type Parameters } from '../../records/query/parameters.js';
import { demandAdministrator } from './demand-administrator.js';

const statuses = ['running', 'done', 'failed', 'cancelled'] as const;
const mostRows = 200;

export interface RunsAnswer {
  readonly runs: readonly Readonly<Record<string, unknown>>[];
  readonly from: number;
  readonly total: number;
}

/** Runs, newest first: of one workflow, of a status, about a record. Administrators see all; others those about a record that they may see. */
export async function listRuns(platform: Platform, caller: Caller, given: Parameters): Promise<RunsAnswer> {
  const parameters = demandParameters(given, ['workflow', 'status', 'entity', 'record', 'range']);
  const entity = parameters.get('entity');
  const record = parameters.get('record');
  if (record === undefined) demandAdministrator(caller);
  else if (!(await isSeen(platform, caller, entity ?? '', record))) throw new UserError(404, 'workflow.no-such-record');
  const status = parameters.get('status');
  if (status !== undefined && !statuses.some((one) => one === status))
    throw new UserError(400, 'query.wrong-form', { parameter: 'status', expected: statuses.join(', '), found: status.slice(0, 40) });
  const [from, to] = rangeOf(parameters.get('range'));
  const workflow = parameters.get('workflow');
  const conditions: readonly Sql[] = [
    ...(workflow === undefined ? [] : [sql`r.workflow = ${value(workflow, 'text')}`]),
    ...(status === undefined ? [] : [sql`r.status = ${value(status, 'text')}`]),
    ...(entity === undefined ? [] : [sql`r.entity = ${value(entity, 'text')}`]),
    ...(record === undefined ? [] : [sql`r.record_id = ${value(recordId(record), 'uuid')}`]),
    sql`true`,
  ];
  const where = join(conditions, ' AND ');
  const rows = await platform.database.rows(sql`
    SELECT r.id::text AS id, r.workflow, r.status, r.outcome, r.entity, r.record_id::text AS record, ${instantSql(sql`r.started_at`)} AS "startedAt", ${instantSql(sql`r.ended_at`)} AS "endedAt",
      (SELECT s.kind || ' ' || s.status FROM trellis_step s WHERE s.run = r.id ORDER BY s.id DESC LIMIT 1) AS at
    FROM trellis_run r WHERE ${where} ORDER BY r.id DESC LIMIT ${value(to - from + 1, 'integer')} OFFSET ${value(from, 'integer')}`);
  const total = Number(await platform.database.text(sql`SELECT count(*)::text FROM (SELECT 1 FROM trellis_run r WHERE ${where} LIMIT 10001) c`));
  const labels = await labelsOf(platform, caller, rows);
  const runs = rows.map((row) => ({
    ...row,
    workflowLabel: labelOf(platform, caller, String(row['workflow'])),
    recordLabel: labels.get(String(row['record'])) ?? null,
  }));
  return { runs, from, total };
}

/** How a workflow is called; its id where it is not there any more. */
export function labelOf(platform: Platform, caller: Caller, workflow: string): string {
  const known = platform.model.workflows.get(workflow);
  return known === undefined ? workflow : textIn(known.declaration.label, caller.locale);
}

/** Whether the caller may see a record that a run is about. */
export async function isSeen(platform: Platform, caller: Caller, entityId: string, record: string): Promise<boolean> {
  const entity = platform.model.entities.get(entityId);
  return entity !== undefined && (await readRecord(platform, platform.database, caller, entity, record)) !== null;
}

export function instantSql(column: Sql): Sql {
  return sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** How the records that runs are about are called, where the caller may see them. */
export async function labelsOf(platform: Platform, caller: Caller, rows: readonly Readonly<Record<string, unknown>>[]): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  const asked = new Map(
    rows.flatMap((row) => (typeof row['record'] === 'string' && typeof row['entity'] === 'string' ? [[row['record'], row['entity']] as const] : [])),
  );
  await Promise.all(
    [...asked].map(async ([id, entityId]) => {
      const entity = platform.model.entities.get(entityId);
      const json = entity === undefined ? null : await readRecord(platform, platform.database, caller, entity, id);
      const parsed: unknown = json === null ? null : JSON.parse(json);
      if (typeof parsed === 'object' && parsed !== null && '_label' in parsed && typeof parsed._label === 'string') labels.set(id, parsed._label);
    }),
  );
  return labels;
}

function rangeOf(text: string | undefined): readonly [from: number, to: number] {
  if (text === undefined) return [0, 24];
  const json = jsonParameter('range', text, '[0,24]');
  const [from, to]: readonly unknown[] = Array.isArray(json) ? json : [];
  const isRow = (one: unknown): one is number => typeof one === 'number' && Number.isSafeInteger(one) && one >= 0 && one < 1_000_000_000;
  if (!isRow(from) || !isRow(to) || to < from || to - from + 1 > mostRows)
    throw new UserError(400, 'query.range', { most: mostRows, found: text.slice(0, 40) });
  return [from, to];
}

import { sql, value } from '../../data/sql.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Step } from '../../definitions/link/steps/step.js';
import type { Model, Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn, type Locale } from '../../kernel/locale.js';
import { isMessageCode, messageIn } from '../../kernel/messages/message.js';
import { UserError } from '../../kernel/user-error.js';
import type { Platform } from '../../records/platform.js';
import { relinkWorkflow } from '../../definitions/link/relink-workflow.js';
import { stepAt } from '../engine/position.js';
import { instantSql, isSeen, labelOf, labelsOf } from './list-runs.js';

type Row = Readonly<Record<string, unknown>>;

/** A run with every step: what it worked with, what came of it, its attempts, and why it waits. Who is no administrator sees the course of a run about a record that he may see, but nothing of what went through it; 404 for every other. */
export async function getRun(platform: Platform, caller: Caller, id: string): Promise<Row> {
  const { database } = platform;
  const key = value(recordId(id), 'uuid');
  const [run] = await database.rows(sql`
    SELECT r.id::text AS id, r.workflow, r.status, r.outcome, r.entity, r.record_id::text AS record, ${instantSql(sql`r.started_at`)} AS "startedAt", ${instantSql(sql`r.ended_at`)} AS "endedAt",
      r.trigger_key AS "triggerKey", r.depth, u.name AS "startedBy", d.body::text AS body
    FROM trellis_run r JOIN trellis_definition d ON d.hash = r.definition LEFT JOIN core_user u ON u.id = r.actor WHERE r.id = ${key}`);
  if (run === undefined || !(caller.isAdministrator || (await isSeen(platform, caller, String(run['entity']), String(run['record'])))))
    throw new UserError(404, 'workflow.no-run');
  const steps = await database.rows(sql`
    SELECT s.id::text AS id, s.key, s.kind, s.status, s.attempt, s.worker, s.input, s.output, s.error, ${instantSql(sql`s.made_at`)} AS "startedAt", ${instantSql(sql`s.ended_at`)} AS "endedAt",
      ${instantSql(sql`s.ready_at`)} AS "readyAt", ${instantSql(sql`s.due_at`)} AS "dueAt",
      coalesce((SELECT json_agg(json_build_object('attempt', a.attempt, 'outcome', a.outcome, 'worker', a.worker, 'at', ${instantSql(sql`a.ended_at`)}, 'error', a.error) ORDER BY a.id) FROM trellis_attempt a WHERE a.step = s.id), '[]'::json) AS attempts
    FROM trellis_step s WHERE s.run = ${key} ORDER BY s.made_at, s.id`);
  const workflow = definitionOf(platform, String(run['workflow']), String(run['body']));
  const labels = await labelsOf(platform, caller, [run]);
  const { body: _, ...rest } = run;
  return {
    ...rest,
    workflowLabel: labelOf(platform, caller, String(run['workflow'])),
    recordLabel: labels.get(String(run['record'])) ?? null,
    outcomeText: outcomeText(caller, run['outcome']),
    steps: steps.map((step) => shownStep(platform, caller, workflow, step, String(run['status']))),
  };
}

/** A step as the caller may see it: for administrators whole, for others without what may hold anything that it read or wrote. */
function shownStep(platform: Platform, caller: Caller, workflow: Workflow | null, row: Row, runStatus: string): Row {
  const entity = entityOfStep(workflow === null ? null : stepAt(workflow.steps, String(row['key'])));
  const course = { ...row, title: titleOf(platform, caller, workflow, row), entity, why: whyOf(caller, row, runStatus) };
  if (!caller.isAdministrator) return { ...course, worker: null, input: null, output: null, error: null, errorText: null, attempts: [] };
  const attempts: readonly unknown[] = Array.isArray(row['attempts']) ? row['attempts'] : [];
  const textOf = (error: unknown): string | null => errorText(platform, caller, entity, error);
  return {
    ...course,
    errorText: textOf(row['error']),
    attempts: attempts.map(membersOf).map((one) => ({ ...Object.fromEntries(one), errorText: textOf(one.get('error')) })),
  };
}

function definitionOf(platform: Platform, id: string, body: string): Workflow | null {
  const linked = relinkWorkflow(platform.model, id, body);
  return linked.kind === 'workflow' ? linked.workflow : null;
}

/** A step in words: what it does, to what. */
function titleOf({ model }: Platform, { locale }: Caller, workflow: Workflow | null, row: Row): string {
  const step = workflow === null ? null : stepAt(workflow.steps, String(row['key']));
  const code = `workflow.step-${String(row['kind'])}`;
  return isMessageCode(code) ? messageIn(code, { what: step === null ? '' : whatOf(model, step, locale) }, locale).trim() : String(row['kind']);
}

function whatOf(model: Model, step: Step, locale: Locale): string {
  if (step.kind === 'call') return step.handler;
  const entity = model.entities.get(entityOfStep(step) ?? '');
  const transition = step.kind === 'transition' ? entity?.lifecycle?.transitions.get(step.transition)?.declaration.label : undefined;
  const label = transition ?? entity?.label;
  return label === undefined ? '' : textIn(label, locale);
}

/** Entity whose fields a step reads or writes. */
function entityOfStep(step: Step | null): string | null {
  if (step?.kind === 'post') return step.ledger;
  return step !== null && 'entity' in step ? step.entity : null;
}

/** Why nothing more has come of a step yet; null when something has. */
function whyOf({ locale, isAdministrator }: Caller, row: Row, runStatus: string): string | null {
  if (row['status'] === 'waiting') return messageIn('workflow.waits-until', {}, locale);
  if (!isAdministrator && row['status'] !== 'ready') return null;
  if (row['status'] === 'running') return messageIn('workflow.at-work', { worker: String(row['worker'] ?? '') }, locale);
  if (row['status'] === 'failed' && runStatus === 'failed') return messageIn('workflow.needs-you', {}, locale);
  if (row['status'] !== 'ready') return null;
  return Number(row['attempt']) > 1
    ? messageIn('workflow.tried-again', { attempt: Number(row['attempt']) }, locale)
    : messageIn('workflow.waits-turn', {}, locale);
}

/** What went wrong, in the caller's language where it was a sentence of ours, with each thing that was refused. */
function errorText(platform: Platform, { locale }: Caller, entity: string | null, error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const entries = membersOf(error);
  const code = String(entries.get('code') ?? '');
  const params = membersOf(entries.get('params'));
  const message = String(entries.get('message') ?? '');
  if (!isMessageCode(code)) return message;
  const text = messageIn(code, { message, ...plainParams(params) }, locale);
  const violations = params.get('violations');
  const refused = Array.isArray(violations) ? violations.map((one) => violationText(platform, locale, entity, membersOf(one))) : [];
  return [text, ...(code === 'workflow.step-failed' ? [message] : []), ...refused].join(' ');
}

function violationText({ model }: Platform, locale: Locale, entity: string | null, violation: ReadonlyMap<string, unknown>): string {
  const code = String(violation.get('code') ?? '');
  const pointer = String(violation.get('pointer') ?? '');
  const field = model.entities.get(entity ?? '')?.fields.get(pointer.split('/')[1] ?? '');
  const text = isMessageCode(code) ? messageIn(code, plainParams(membersOf(violation.get('params'))), locale) : code;
  return field === undefined ? text : `${textIn(field.label, locale)}: ${text}`;
}

function membersOf(json: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof json === 'object' && json !== null ? Object.entries(json) : []);
}

function plainParams(params: ReadonlyMap<string, unknown>): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries([...params].flatMap(([name, one]) => (isParam(one) ? [[name, one] as const] : [])));
}

function isParam(one: unknown): one is string | number | boolean {
  return typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean';
}

/** Why it ended, where no step tells. */
function outcomeText({ locale }: Caller, outcome: unknown): string | null {
  if (outcome === 'when') return messageIn('workflow.ended-by-when', {}, locale);
  return outcome === 'while' ? messageIn('workflow.ended-by-while', {}, locale) : null;
}

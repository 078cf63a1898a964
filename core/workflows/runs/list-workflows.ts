import { sql } from '../../data/sql.js';
import type { Entity, Trigger, Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn, type Locale } from '../../kernel/locale.js';
import { messageIn } from '../../kernel/messages/message.js';
import type { Platform } from '../../records/platform.js';
import { cronInWords } from './cron-in-words.js';
import { demandAdministrator } from './demand-administrator.js';

/** What happens by itself, as the screens show it. */
export interface ShownWorkflow {
  readonly id: string;
  readonly label: string;
  readonly description: string | null;
  readonly timing: 'inline' | 'background';
  readonly isEnabled: boolean;
  /** What sets it off, in words. */
  readonly triggers: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly running: number;
  readonly failed: number;
  readonly done: number;
  /** Of schedules. */
  readonly nextAt: string | null;
}

/** Every workflow with its switch, its settings and what it has done in the last 30 days. Administrators only. */
export async function listWorkflows(platform: Platform, caller: Caller): Promise<readonly ShownWorkflow[]> {
  demandAdministrator(caller);
  const rows = await platform.database.rows(sql`
    SELECT w.id, w.is_enabled, w.settings::text AS settings,
      (SELECT count(*)::integer FROM trellis_run r WHERE r.workflow = w.id AND r.status = 'running') AS running,
      (SELECT count(*)::integer FROM trellis_run r WHERE r.workflow = w.id AND r.status = 'failed') AS failed,
      (SELECT count(*)::integer FROM trellis_run r WHERE r.workflow = w.id AND r.status = 'done' AND r.started_at > now() - interval '30 days') AS done,
      (SELECT to_char(min(s.next_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM trellis_schedule s WHERE s.workflow = w.id) AS next_at
    FROM trellis_workflow w`);
  const known = new Map(rows.map((row) => [String(row['id']), row]));
  return [...platform.model.workflows.values()].map((workflow) => {
    const row = known.get(workflow.id) ?? {};
    const { declaration } = workflow;
    return {
      id: workflow.id,
      label: textIn(declaration.label, caller.locale),
      description: declaration.description === undefined ? null : textIn(declaration.description, caller.locale),
      timing: declaration.timing,
      isEnabled: declaration.timing === 'inline' || row['is_enabled'] === true,
      triggers: workflow.triggers.map((trigger) => triggerText(platform, workflow, trigger, caller.locale)),
      settings: { ...declaredSettings(workflow), ...jsonOf(row['settings']) },
      running: Number(row['running'] ?? 0),
      failed: Number(row['failed'] ?? 0),
      done: Number(row['done'] ?? 0),
      nextAt: typeof row['next_at'] === 'string' && row['is_enabled'] === true ? row['next_at'] : null,
    };
  });
}

function declaredSettings(workflow: Workflow): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...workflow.settings].map(([name, field]) => [name, field.defaultValue ?? null]));
}

function jsonOf(text: unknown): Readonly<Record<string, unknown>> {
  const json: unknown = JSON.parse(typeof text === 'string' ? text : '{}');
  return typeof json === 'object' && json !== null ? Object.fromEntries(Object.entries(json)) : {};
}

function triggerText(platform: Platform, workflow: Workflow, trigger: Trigger, locale: Locale): string {
  if (trigger.kind === 'schedule') return cronInWords(trigger.cron, locale);
  const entity: Entity | undefined = platform.model.entities.get(workflow.entity ?? '');
  const what = entity === undefined ? '' : textIn(entity.label, locale);
  if (trigger.kind === 'transition') {
    const names = trigger.transitions.map((name) => textIn(entity?.lifecycle?.transitions.get(name)?.declaration.label ?? name, locale));
    return messageIn('workflow.on-transition', { entity: what, transitions: names.join(', ') || '*' }, locale);
  }
  const fields = trigger.fields.map((name) => textIn(entity?.fields.get(name)?.label ?? name, locale));
  const code =
    trigger.kind === 'created'
      ? 'workflow.on-created'
      : trigger.kind === 'deleted'
        ? 'workflow.on-deleted'
        : fields.length > 0
          ? 'workflow.on-fields'
          : 'workflow.on-updated';
  return messageIn(code, { entity: what, fields: fields.join(', ') }, locale);
}

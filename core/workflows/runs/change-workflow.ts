import { sql, value } from '../../data/sql.js';
import { described } from '../../definitions/field-types/field-type.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { Platform } from '../../records/platform.js';
import { demandNone } from '../../records/write/settle-draft.js';
import { demandAdministrator } from './demand-administrator.js';

/** Switches a workflow on or off, or changes its settings; runs that have begun go on with what they began with. Throws 403, 404, 409 for inline ones, 422. */
export async function changeWorkflow(platform: Platform, caller: Caller, id: string, body: unknown): Promise<void> {
  demandAdministrator(caller);
  const workflow = platform.model.workflows.get(id);
  if (workflow === undefined) throw new UserError(404, 'workflow.unknown', { found: id.slice(0, 80) });
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new UserError(422, 'record.not-an-object');
  const sent = new Map<string, unknown>(Object.entries(body));
  const violations: Violation[] = [...sent.keys()]
    .filter((key) => key !== 'isEnabled' && key !== 'settings')
    .map((key) => ({
      pointer: `/${key}`,
      code: 'record.unknown-input' as const,
      params: { action: textIn(workflow.declaration.label, caller.locale), found: key.slice(0, 80), valid: 'isEnabled, settings' },
    }));
  const isEnabled = sent.get('isEnabled');
  if (isEnabled !== undefined && typeof isEnabled !== 'boolean')
    violations.push({ pointer: '/isEnabled', code: 'field.wrong-type', params: { expected: 'true or false', found: described(isEnabled) } });
  if (isEnabled === false && workflow.declaration.timing === 'inline')
    throw new UserError(409, 'workflow.inline-stays', { workflow: textIn(workflow.declaration.label, caller.locale) });
  const settings = readSettings(workflow, caller, sent.get('settings'), violations);
  demandNone(violations);
  await platform.database.rows(sql`
    INSERT INTO trellis_workflow AS w (id, is_enabled, settings, changed_by) VALUES (${value(id, 'text')}, ${value(isEnabled ?? workflow.declaration.enabled ?? true, 'boolean')}, ${value(JSON.stringify(settings), 'jsonb')}, ${value(caller.userId, 'uuid')})
    ON CONFLICT (id) DO UPDATE SET switched_at = CASE WHEN ${value(isEnabled ?? null, 'boolean')} <> w.is_enabled THEN clock_timestamp() ELSE w.switched_at END, is_enabled = coalesce(${value(isEnabled ?? null, 'boolean')}, w.is_enabled), settings = w.settings || excluded.settings, changed_at = now(), changed_by = excluded.changed_by`);
}

function readSettings(workflow: Workflow, caller: Caller, json: unknown, violations: Violation[]): Readonly<Record<string, unknown>> {
  if (json === undefined) return {};
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    violations.push({ pointer: '/settings', code: 'field.wrong-type', params: { expected: 'an object', found: described(json) } });
    return {};
  }
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, content]: [string, unknown]) => {
      const field = workflow.settings.get(name);
      const pointer = `/settings/${name}`;
      if (field === undefined) {
        const params = {
          action: textIn(workflow.declaration.label, caller.locale),
          found: name.slice(0, 80),
          valid: [...workflow.settings.keys()].join(', ') || '–',
        };
        violations.push({ pointer, code: 'record.unknown-input', params });
        return [];
      }
      // Nothing said is what the plugin says.
      if (content === null || content === '') return [[name, field.defaultValue ?? null]];
      const taken = fieldType(field.type).accept(content, field);
      if (taken.kind === 'value') return [[name, taken.value]];
      violations.push({ pointer, code: taken.code, params: taken.params });
      return [];
    }),
  );
}

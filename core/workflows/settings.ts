import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import { fieldExpressionType, fixedRecordType } from '../definitions/expressions/entity-scope.js';
import { valueFromWire, type Value } from '../definitions/expressions/value.js';
import type { Workflow } from '../definitions/model.js';

/** What has been set on the screens, over what the workflow declares. */
export async function settingsOf(executor: Executor, workflow: Workflow): Promise<Readonly<Record<string, unknown>>> {
  const declared = Object.fromEntries([...workflow.settings].map(([name, field]) => [name, field.defaultValue ?? null]));
  if (workflow.settings.size === 0) return declared;
  const json = await executor.text(sql`SELECT settings::text FROM trellis_workflow WHERE id = ${value(workflow.id, 'text')}`);
  const kept: unknown = JSON.parse(json ?? '{}');
  return {
    ...declared,
    ...(typeof kept === 'object' && kept !== null ? Object.fromEntries(Object.entries(kept).filter(([name]) => workflow.settings.has(name))) : {}),
  };
}

/** The variable `settings`. */
export async function settingsValue(executor: Executor, workflow: Workflow): Promise<Value> {
  return settingsFrom(workflow, await settingsOf(executor, workflow));
}

/** The same out of settings that are at hand. */
export function settingsFrom(workflow: Workflow, settings: Readonly<Record<string, unknown>>): Value {
  const record = fixedRecordType('settings', Object.fromEntries([...workflow.settings].map(([name, field]) => [name, fieldExpressionType(field)])));
  return valueFromWire({ kind: 'record', record }, settings);
}

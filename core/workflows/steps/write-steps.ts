import { RecordValue } from '../../definitions/expressions/record-value.js';
import { valueToWire, type Value } from '../../definitions/expressions/value.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Entity } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { amendRecord } from '../../records/amend-record.js';
import { linkChain } from '../../records/chain-link.js';
import { createRecord } from '../../records/create-record.js';
import { readPlain } from '../../records/known-records.js';
import { runAction } from '../../records/run-action.js';
import { lockRow } from '../../records/write/load-draft.js';
import { updateRecord } from '../../records/update-record.js';
import { fieldInput, linesInput, wireOf } from './field-input.js';
import type { RunStep } from './run-step.js';
import { valueOf, type StepRun, type Subject } from './step-run.js';

/** Makes a record with the rights of whoever the steps run for. */
export const runCreate: RunStep<'create'> = async (run, step) => {
  const entity = entityOf(run, step.entity);
  const input = { ...(await fieldInput(run, entity, step.fields)), ...(await linesInput(run, run.platform.model, entity, step.lines)) };
  run.trace = input;
  const id = idIn(await createRecord(run.platform, run.caller, entity, withoutNulls(input), { byStep: true }));
  run.effects.push({ kind: 'created', entity: entity.id, id });
  run.records.forget();
  return run.records.reference(entity, id);
};

/** The same, and the chain of documents remembers what it came of. */
export const runConvert: RunStep<'convert'> = async (run, step) => {
  const of = await subjectOf(run, step.of);
  const made = await runCreate(run, { ...step, kind: 'create' });
  if (made instanceof RecordValue && made.id !== null) await linkChain(run.tx, of, { entity: entityOf(run, step.entity), id: made.id });
  return made;
};

/** The next version of the record that the steps are about. */
export const runAmend: RunStep<'amend'> = async (run, step) => {
  const { entity, id } = await subjectOf(run, null);
  const made = await amendRecord({ ...run, entity }, id, await fieldInput(run, entity, step.fields));
  run.trace = { id: made };
  run.effects.push({ kind: 'created', entity: entity.id, id: made });
  run.records.forget();
  return run.records.reference(entity, made);
};

/** Changes a record; lines are added to those that are there, and a document that grows by another's came of that one too. */
export const runUpdate: RunStep<'update'> = async (run, step) => {
  const { entity, id } = await subjectOf(run, step.record);
  const added = await linesInput(run, run.platform.model, entity, step.lines);
  const lines: Record<string, unknown> = {};
  if (step.lines.length > 0) {
    await lockRow(run.tx, entity, id);
    const row = (await readPlain(run.platform.model, run.tx, entity, [id])).get(id);
    for (const [name, made] of Object.entries(added)) lines[name] = [...idsOfLines(row?.[name]), ...(Array.isArray(made) ? made : [])];
  }
  const input = { ...(await fieldInput(run, entity, step.fields)), ...lines };
  run.trace = { id, ...input };
  await updateRecord(run.platform, run.caller, entity, id, input, { mode: 'patch', byStep: run.subject?.id === id ? 'own' : 'other' });
  if (step.lines.length > 0 && run.subject !== null && run.subject.id !== id) await linkChain(run.tx, run.subject, { entity, id });
  run.records.forget();
  return run.records.reference(entity, id);
};

/** Runs a transition of a record. */
export const runTransition: RunStep<'transition'> = async (run, step) => {
  const { entity, id } = await subjectOf(run, step.record);
  const transition = entity.lifecycle?.transitions.get(step.transition);
  const input: Record<string, unknown> = {};
  for (const [name, expression] of step.input) {
    const field = transition?.input.get(name) ?? transition?.asks.get(name)?.field;
    if (field !== undefined) input[name] = wireOf(field, await valueOf(run, expression));
  }
  run.trace = { id, ...input };
  await runAction(run.platform, run.caller, entity, id, step.transition, { input });
  run.records.forget();
  return run.records.reference(entity, id);
};

/** The record that a step is about: the one that an expression gives, or that of the run. Throws 422 when there is none. */
export async function subjectOf(run: StepRun, record: CheckedExpression | null): Promise<Subject> {
  if (record === null) {
    if (run.subject === null) throw new UserError(422, 'workflow.no-record', { expression: '' });
    return run.subject;
  }
  const found: Value = await valueOf(run, record);
  const entity = record.type.kind === 'record' ? run.platform.model.entities.get(record.type.record.name) : undefined;
  if (entity === undefined || !(found instanceof RecordValue) || found.id === null) throw new UserError(422, 'workflow.no-record', { expression: record.text });
  return { entity, id: found.id };
}

export function entityOf(run: StepRun, id: string): Entity {
  const entity = run.platform.model.entities.get(id);
  if (entity === undefined) throw new Error(`no entity ${id}`);
  return entity;
}

/** What gives nothing takes the default, as if it had not been sent. */
export function withoutNulls(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(input).filter(([, content]) => content !== null));
}

function idsOfLines(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json.map((line: unknown) => ({ id: typeof line === 'object' && line !== null && 'id' in line ? line.id : null })) : [];
}

/** The id in the JSON text of a record. */
export function idIn(json: string): string {
  const record: unknown = JSON.parse(json);
  return typeof record === 'object' && record !== null && 'id' in record ? String(valueToWire(typeof record.id === 'string' ? record.id : null)) : '';
}

import type { Entity, Model, Workflow } from '../../definitions/model.js';
import { valueFromWire, type Value } from '../../definitions/expressions/value.js';
import { userRecordType } from '../../definitions/expressions/entity-scope.js';
import { askerOf } from '../../kernel/asker-of.js';
import type { Caller } from '../../kernel/caller.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { UserError } from '../../kernel/user-error.js';
import type { WriteHook, WriteStep } from '../../records/hooks.js';
import { conversionBy } from '../../records/conversions/conversions-of.js';
import { KnownRecords } from '../../records/known-records.js';
import { nestedPlatform } from '../../records/nested-platform.js';
import { inputValue } from '../../records/read-action-input.js';
import type { Additions } from '../../records/write/additions.js';
import { isSame, plainRecord } from '../../records/write/draft.js';
import { runConversion } from '../conversions/run-conversion.js';
import { settingsValue } from '../settings.js';
import { holds, type Effect, type StepRun } from '../steps/step-run.js';
import { triggersOf, workflowsOn, type Happening } from '../triggers.js';
import { runInline } from './run-inline.js';

/** Causes that may stand behind each other before a circle is taken for granted. */
export const mostDepth = 16;

/** Does the steps of transitions and of inline workflows in the transaction of the change. */
export const inlineHook: WriteHook = {
  appliesTo: (entity, model) => workflowsOn(model, entity, 'inline').length > 0 || hasSteps(entity, model),
  done: async (step) => {
    const workflows = workflowsOn(step.platform.model, step.entity, 'inline');
    const happening = happeningOf(step);
    const set = workflows.filter((workflow) => triggersOf(workflow, happening).length > 0);
    const own = step.action?.transition.steps ?? [];
    const conversion = step.action === null ? undefined : conversionBy(step.platform.model, step.entity, step.action.transition.name);
    if (set.length === 0 && own.length === 0 && conversion === undefined) return {};
    const caller = deeper(step.caller);
    const shared: Shared = { effects: [] };
    if (conversion !== undefined) await runConversion(openRun(step, caller, new Map(), shared), conversion, step.action?.takes ?? null);
    if (own.length > 0) await runInline(openRun(step, caller, new Map(), shared), own);
    for (const workflow of set) await runWorkflow(step, caller, workflow, happening, shared);
    return additionsOf(shared.effects);
  },
};

/** What all steps of one change share. */
type Shared = Pick<StepRun, 'effects'>;

function hasSteps(entity: Entity, model: Model): boolean {
  return [...(entity.lifecycle?.transitions.values() ?? [])].some(({ name, steps }) => steps.length > 0 || conversionBy(model, entity, name) !== undefined);
}

function happeningOf({ before, after, entity, action }: WriteStep): Happening {
  const changed = [...entity.fields.keys()].filter((name) => !isSame(before?.values.get(name), after?.values.get(name)));
  const op = before === null ? 'created' : after === null ? 'deleted' : 'updated';
  return { op, transition: action?.transition.name ?? null, changed: new Set(changed) };
}

/** What is done for somebody stands one deeper than what it is done for. */
function deeper(caller: Caller): Caller {
  const depth = (caller.cause?.depth ?? 0) + 1;
  if (depth > mostDepth) throw new UserError(409, 'workflow.circle', { most: mostDepth });
  return { ...caller, cause: { runId: null, ...caller.cause, depth } };
}

async function runWorkflow(step: WriteStep, caller: Caller, workflow: Workflow, happening: Happening, shared: Shared): Promise<void> {
  const who =
    workflow.declaration.runAs === 'system' && caller.cause !== undefined
      ? { ...systemCaller(), locale: caller.locale, cause: caller.cause, asker: askerOf(caller) }
      : caller;
  const variables = new Map<string, Value>([['settings', await settingsValue(step.tx, workflow)]]);
  const run = openRun(step, who, variables, shared);
  for (const trigger of triggersOf(workflow, happening)) {
    if (!(await holds(run, trigger.when))) continue;
    await runInline(run, workflow.steps);
    return;
  }
}

/** What the steps know: the record as it is now, or as it was when it is deleted, and what it was before. */
function openRun(step: WriteStep, caller: Caller, variables: Map<string, Value>, shared: Shared): StepRun {
  const { tx, entity, before, after, action } = step;
  const platform = nestedPlatform(step.platform, tx);
  const records = new KnownRecords(platform.model, tx);
  const id = (after ?? before)?.id ?? '';
  if (before !== null) variables.set('old', records.given(entity, plainRecord(before)));
  if (action !== null) variables.set('input', inputValue(action.transition, action.input));
  // Steps that act as the system still know for whom.
  variables.set('user', userValue(step.caller));
  const record = after === null && before !== null ? records.given(entity, plainRecord(before)) : null;
  return { platform, tx, caller, subject: { entity, id }, record, records, variables, ...shared };
}

function userValue(caller: Caller): Value {
  const user = { id: caller.userId, email: caller.email, name: caller.name, teams: caller.teamIds, roles: caller.roleIds, companies: caller.companies.ids };
  return valueFromWire({ kind: 'record', record: userRecordType }, user);
}

/** Tells whoever asked what came of it besides. */
function additionsOf(effects: readonly Effect[]): Additions {
  const created = effects.filter((effect) => effect.kind === 'created').map(({ entity, id }) => ({ entity, id }));
  return created.length === 0 ? {} : { _created: created };
}

import type { Entity, Workflow } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { Linking } from './linking.js';
import type { Step, StepKind } from './steps/step.js';

/** Steps that leave nothing behind, or only entries that can be reversed. A notice that was read stays read. */
const harmless: ReadonlySet<StepKind> = new Set(['let', 'find', 'post', 'reverse', 'refuse', 'stop', 'if', 'for-each', 'notify']);

/** What can be undone must be done by steps that can be taken back: its own, and those of inline workflows on it. */
export function checkUndo(entities: readonly Entity[], workflows: ReadonlyMap<string, Workflow>, linking: Linking): void {
  const undoable = entities.flatMap(({ id, lifecycle }) =>
    [...(lifecycle?.transitions.values() ?? [])].flatMap(({ name, declaration, steps }) => {
      const part = linking.drafts.get(id)?.transitions.get(name);
      return declaration.undo === undefined || part === undefined ? [] : [{ id, name, steps, at: below(part.place, 'undo') }];
    }),
  );
  for (const { id, name, steps, at } of undoable) {
    report(steps, `a STEP step of ${name}`, at, linking);
    for (const workflow of workflows.values())
      if (workflow.entity === id && happensWithin(workflow, name)) report(workflow.steps, `a STEP step of the workflow ${workflow.id}`, at, linking);
  }
}

function happensWithin({ declaration, triggers }: Workflow, transition: string): boolean {
  if (declaration.timing !== 'inline') return false;
  return triggers.some(
    (trigger) =>
      trigger.kind === 'updated' || (trigger.kind === 'transition' && (trigger.transitions.length === 0 || trigger.transitions.includes(transition))),
  );
}

function report(steps: readonly Step[], what: string, at: Place, { reporter }: Linking): void {
  const kind = stepsIn(steps).find((one) => !isHarmless(one))?.kind;
  if (kind === undefined) return;
  reporter.report('lifecycle.cannot-undo', at, {
    found: what.replace('STEP', kind),
    expected: `only the steps ${[...harmless].join(', ')}, which post for the record itself`,
    remedy: 'Delete "undo", or do the rest in a transition or background workflow of its own.',
  });
}

/** What was posted for another record is not taken back with this one. */
function isHarmless(step: Step): boolean {
  return harmless.has(step.kind) && (step.kind !== 'post' || step.of === null);
}

function stepsIn(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => {
    if (step.kind === 'for-each') return [step, ...stepsIn(step.steps)];
    return step.kind === 'if' ? [step, ...stepsIn(step.then), ...stepsIn(step.else)] : [step];
  });
}

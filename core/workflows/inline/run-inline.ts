import { isList } from '../../definitions/expressions/value.js';
import type { Step } from '../../definitions/link/steps/step.js';
import { UserError } from '../../kernel/user-error.js';
import { holds, valueOf, type StepRun } from '../steps/step-run.js';
import { txStep } from '../steps/tx-steps.js';

/** Whether the steps came to their end, or one of them ended them. */
export type Outcome = 'done' | 'stopped';

const mostElements = 1000;

/** Does steps in order within the transaction of the change; what one of them throws takes the change back. */
export async function runInline(run: StepRun, steps: readonly Step[]): Promise<Outcome> {
  for (const step of steps) {
    if (!(await holds(run, step.when))) continue;
    if ((await runOne(run, step)) === 'stopped') return 'stopped';
  }
  return 'done';
}

async function runOne(run: StepRun, step: Step): Promise<Outcome> {
  if (step.kind === 'stop') return 'stopped';
  if (step.kind === 'if') return runInline(run, (await holds(run, step.condition)) ? step.then : step.else);
  if (step.kind === 'for-each') {
    const list = await valueOf(run, step.each);
    const elements = isList(list) ? list : [];
    if (elements.length > mostElements) throw new UserError(422, 'expression.listTooLong', { most: mostElements });
    for (const element of elements) {
      run.variables.set(step.as, element);
      if ((await runInline(run, step.steps)) === 'stopped') return 'stopped';
    }
    return 'done';
  }
  const runner = txStep(step.kind);
  if (runner === undefined) throw new Error(`a ${step.kind} step cannot be done inline`);
  const value = await runner(run, step);
  if (step.name !== null) run.variables.set(step.name, value);
  return 'done';
}

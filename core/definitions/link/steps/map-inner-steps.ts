import type { StepDeclaration } from '../../../../schemas/generated/types.js';

/** The step with each list of steps within it changed; the step itself when it holds none. */
export function mapInnerSteps(step: StepDeclaration, change: (steps: readonly StepDeclaration[], key: string) => readonly StepDeclaration[]): StepDeclaration {
  if (step.step === 'for-each') return { ...step, steps: change(step.steps, 'steps') };
  if (step.step !== 'if') return step;
  const then = change(step.then, 'then');
  return step.else === undefined ? { ...step, then } : { ...step, then, else: change(step.else, 'else') };
}

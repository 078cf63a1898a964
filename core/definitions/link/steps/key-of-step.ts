import type { StepDeclaration } from '../../../../schemas/generated/types.js';

/** What extensions anchor on: the key of a step, else its name; undefined where it has neither. */
export function keyOfStep(step: StepDeclaration): string | undefined {
  return step.key ?? ('name' in step ? step.name : undefined);
}

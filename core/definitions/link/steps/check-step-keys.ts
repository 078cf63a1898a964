import type { StepDeclaration } from '../../../../schemas/generated/types.js';
import { below, type Place, type Reporter } from '../../parse/reporter.js';
import { mapInnerSteps } from './map-inner-steps.js';
import type { StepOrigins } from './step-origins.js';

/** Keys are what extensions anchor on, so no two steps of one transition or workflow share one. */
export function checkStepKeys(steps: readonly StepDeclaration[], place: Place, origins: StepOrigins, reporter: Reporter): void {
  const known = new Map<string, Place>();
  const visit = (list: readonly StepDeclaration[], at: Place): void =>
    list.forEach((step, index) => {
      const own = origins.get(step)?.place ?? below(at, index);
      if (step.key !== undefined) {
        const other = known.get(step.key);
        if (other !== undefined)
          reporter.report('step.name-taken', below(own, 'key'), {
            found: `the key "${step.key}", which ${other.document.file.path}:${String(other.document.lineOf(other.pointer))} has too`,
            expected: 'a key of its own',
            remedy: 'Choose another key.',
          });
        known.set(step.key, own);
      }
      mapInnerSteps(step, (inner, key) => {
        visit(inner, below(own, key));
        return inner;
      });
    });
  visit(steps, place);
}

import type { RunStep } from './run-step.js';
import { valueOf } from './step-run.js';

/** Works the value out; the engine remembers it under the step's name. */
export const runLet: RunStep<'let'> = (run, step) => valueOf(run, step.value);

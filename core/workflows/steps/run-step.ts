import type { Value } from '../../definitions/expressions/value.js';
import type { StepKind, StepOf } from '../../definitions/link/steps/step.js';
import type { StepRun } from './step-run.js';

/** Does one step inside the transaction; gives what later steps read under its name. */
export type RunStep<Kind extends StepKind> = (run: StepRun, step: StepOf<Kind>) => Promise<Value>;

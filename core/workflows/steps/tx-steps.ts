import type { Value } from '../../definitions/expressions/value.js';
import type { Step, StepKind, StepOf } from '../../definitions/link/steps/step.js';
import { runFind } from './find-step.js';
import { runLet } from './let-step.js';
import { runNotify } from './notify-step.js';
import { runPost, runReverse } from './post-steps.js';
import { runRefuse } from './refuse-step.js';
import type { RunStep } from './run-step.js';
import type { StepRun } from './step-run.js';
import { runAmend, runConvert, runCreate, runTransition, runUpdate } from './write-steps.js';

type AnyStep = (run: StepRun, step: Step) => Promise<Value>;

/** Steps whose effects are rows of our own, so that they commit together with their outcome. */
const txSteps: ReadonlyMap<StepKind, AnyStep> = new Map([
  on('create', runCreate),
  on('convert', runConvert),
  on('amend', runAmend),
  on('update', runUpdate),
  on('let', runLet),
  on('find', runFind),
  on('transition', runTransition),
  on('post', runPost),
  on('reverse', runReverse),
  on('refuse', runRefuse),
  on('notify', runNotify),
]);

function on<Kind extends StepKind>(kind: Kind, runner: RunStep<Kind>): readonly [StepKind, AnyStep] {
  return [kind, (run, step) => (isOf(step, kind) ? runner(run, step) : Promise.reject(new Error(`a ${step.kind} step is no ${kind} step`)))];
}

function isOf<Kind extends StepKind>(step: Step, kind: Kind): step is StepOf<Kind> {
  return step.kind === kind;
}

/** What does a step inside a transaction; undefined for steps that need more than one. */
export function txStep(kind: StepKind): AnyStep | undefined {
  return txSteps.get(kind);
}

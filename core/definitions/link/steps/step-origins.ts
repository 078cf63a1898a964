import type { StepDeclaration } from '../../../../schemas/generated/types.js';
import type { Place } from '../../parse/reporter.js';

/** Where a step was written when it does not stand where its list does: extensions put theirs among others. */
export interface StepOrigin {
  readonly place: Place;
  /** Plugin that declared it. */
  readonly plugin: string;
}

export type StepOrigins = Map<StepDeclaration, StepOrigin>;

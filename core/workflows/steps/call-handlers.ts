import type { StepHandler } from '../../sdk/index.js';

/** By plugin id, a dot, and the handler's name. */
export type CallHandlers = ReadonlyMap<string, StepHandler>;

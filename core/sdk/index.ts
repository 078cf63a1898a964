export type { StepHandler, StepHandlers, StepInfo } from './step-handler.js';

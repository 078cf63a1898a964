import type { FunctionForm } from './expressions/types.js';

/**
 * What formulas, checks, what transitions set, and steps can call beside the functions of every expression. They look into records that are kept
 * elsewhere, so they are worked out on the server when something is saved, and conditions over rows (rules, guards, filters) do not have them.
 */
export const recordFunctionForms: ReadonlyMap<string, FunctionForm> = new Map<string, FunctionForm>([
  ['addWorkingDays', { parameters: ['date', 'number'], result: 'date' }],
  ['workingDaysBetween', { parameters: ['date', 'date'], result: 'number' }],
  ['isWorkingDay', { parameters: ['date'], result: 'boolean' }],
  ['isTimeZone', { parameters: ['text'], result: 'boolean' }],
  ['convert', { parameters: ['number', 'text', 'text'], rest: 'text', result: 'number' }],
]);

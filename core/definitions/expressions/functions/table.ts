import { arithmeticFunctions } from './arithmetic.js';
import { comparisonFunctions } from './comparison.js';
import { dateFunctions } from './dates.js';
import type { FunctionEntry } from './function-entry.js';
import { listMacros } from './lists.js';
import { logicFunctions } from './logic.js';
import type { MacroEntry } from './macro-entry.js';
import { numberFunctions } from './numbers.js';
import { textFunctions } from './texts.js';

/** Every operator and function of the language by name. Checker, evaluator and SQL compiler read this one table. */
export const functions: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>(
  Object.entries({ ...arithmeticFunctions, ...comparisonFunctions, ...logicFunctions, ...textFunctions, ...numberFunctions, ...dateFunctions }),
);

/** Every function over the elements of a list by name. */
export const macros: ReadonlyMap<string, MacroEntry> = new Map<string, MacroEntry>(Object.entries(listMacros));

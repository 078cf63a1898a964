import type { Environment } from '../environment.js';
import type { FunctionForm } from '../types.js';
import type { Value } from '../value.js';

/** One operator or function of the language. Its SQL stands under the same name in core/data/expression-sql. */
export interface FunctionEntry {
  /** What it takes and gives, one form for each combination of types. */
  readonly forms: readonly FunctionForm[];
  /** One line for the reference. */
  readonly summary: string;
  /** A use with its value, for the reference. */
  readonly example: string;
  /** Whether the argument at this place (1 is the second) matters after those before it; one that does not is not computed. Without it all are. */
  readonly needs?: (place: number, earlier: readonly Value[]) => boolean;
  /** Arguments are of the types of one form, or null; null too where they were not needed. */
  readonly evaluate: (args: readonly Value[], environment: Environment) => Value;
}

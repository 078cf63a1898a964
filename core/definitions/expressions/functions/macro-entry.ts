import type { ExpressionType } from '../types.js';
import type { Value } from '../value.js';

/** A function whose body is evaluated for each element of a list: `lines.sum(l, l.amount)`. */
export interface MacroEntry {
  /** Kinds of type that the body may have. */
  readonly body: readonly ExpressionType['kind'][];
  readonly result: (element: ExpressionType, body: ExpressionType) => ExpressionType;
  readonly summary: string;
  readonly example: string;
  /** Items of the list and, each at its place, the body's value. */
  readonly evaluate: (items: readonly Value[], values: readonly Value[]) => Value;
  /** Of a condition: places of the elements that it fails for. */
  readonly offenders?: (values: readonly Value[]) => readonly number[];
}

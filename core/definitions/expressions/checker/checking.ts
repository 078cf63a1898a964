import type { ASTNode } from '@marcbachmann/cel-js';
import type { Node } from '../checked.js';
import type { ExpressionMistake } from '../mistake.js';
import type { ExpressionType, Scope } from '../types.js';

/** One run of the checker over one expression; what it finds is collected here. */
export interface Checking {
  readonly text: string;
  readonly scope: Scope;
  readonly mistakes: ExpressionMistake[];
  /** Paths of the record that are read, by their dotted form. */
  readonly reads: Map<string, readonly string[]>;
  /** The typed node; null when something in it is wrong (and noted). */
  check(node: ASTNode, place: Place): Node | null;
}

/** Where in the tree the checker is. */
export interface Place {
  readonly depth: number;
  /** Variables of the macros around. */
  readonly locals: ReadonlyMap<string, Local>;
}

/** The variable of a macro. */
export interface Local {
  readonly type: ExpressionType;
  /** Path of the list it runs over when that belongs to the record. */
  readonly reads: readonly string[] | null;
}

/** Notes a mistake and gives the null that stands for the node. */
export function wrong(checking: Checking, mistake: ExpressionMistake): null {
  checking.mistakes.push(mistake);
  return null;
}

/** One level further in. */
export function inside(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

import type { ExpressionType } from './types.js';

/** A parsed, type-checked expression; the one form that evaluation (server, browser) and the compiler to SQL take. */
export interface CheckedExpression {
  readonly text: string;
  readonly type: ExpressionType;
  readonly root: Node;
  /** Paths of fields that are read, for instance ['owner', 'team'] and ['lines', 'amount']; variables such as user are not among them. */
  readonly reads: readonly (readonly string[])[];
}

/** Typed tree. Operators and macros are calls too, named by their entry in the function table: `_+_`, `_==_`, `!_`, `_?_:_`, `sum`. */
export type Node = LiteralNode | PathNode | CallNode | MacroNode | ListNode;

interface NodeBase {
  readonly type: ExpressionType;
  /** Offsets in the text, for messages. */
  readonly start: number;
  readonly end: number;
}

export interface LiteralNode extends NodeBase {
  readonly op: 'literal';
  /** Numbers as decimal text. */
  readonly value: string | boolean | null;
}

/** A name and what follows it with dots. `root` says where it starts: a field of the record, a variable, or the variable of a macro. */
export interface PathNode extends NodeBase {
  readonly op: 'path';
  readonly from: 'record' | 'variable' | 'local';
  readonly path: readonly string[];
}

export interface CallNode extends NodeBase {
  readonly op: 'call';
  readonly name: string;
  readonly args: readonly Node[];
}

/** `lines.sum(l, l.amount)`: the body is evaluated for each element. */
export interface MacroNode extends NodeBase {
  readonly op: 'macro';
  readonly name: string;
  readonly over: Node;
  readonly variable: string;
  readonly body: Node;
}

export interface ListNode extends NodeBase {
  readonly op: 'list';
  readonly items: readonly Node[];
}

/** Static type of an expression. Every number is a Decimal; dates and instants are distinct. */
export type ExpressionType =
  | { readonly kind: 'null' | 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'any' }
  | { readonly kind: 'list'; readonly of: ExpressionType }
  /** A record that can be followed with a dot. As a value on its own it is its id, comparable to text. */
  | { readonly kind: 'record'; readonly record: RecordType };

/** The fields of an entity, of `user` or of `row`, as the checker sees them; resolved lazily because references form cycles. */
export interface RecordType {
  /** Entity id or name of the variable, for messages. */
  readonly name: string;
  member(name: string): ExpressionType | undefined;
  /** For "did you mean". */
  names(): readonly string[];
}

/** What the names of an expression mean. */
export interface Scope {
  /** Fields that stand without a prefix. */
  readonly record: RecordType | null;
  /** Further names: user, row … */
  readonly variables: ReadonlyMap<string, ExpressionType>;
}

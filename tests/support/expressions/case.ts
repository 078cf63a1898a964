/** One row of the table that fixes what expressions mean. */
export interface ExpressionCase {
  readonly expression: string;
  /** Fields of the record in wire form; what is not named is null. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** In wire form; numbers as plain digits. */
  readonly value?: unknown;
  /** Code of the mistake that the checker finds. */
  readonly mistake?: string;
  /** False where SQL has no such value. */
  readonly sql?: boolean;
}

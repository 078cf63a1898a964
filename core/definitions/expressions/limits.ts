/** Bounds that keep any expression quick, whatever is written in it. */
export const limits = {
  /** Characters of an expression. */
  text: 2000,
  /** Nested calls, brackets and branches; a chain of one operator counts once. */
  depth: 32,
  /** Elements of a list while evaluating. */
  listItems: 10_000,
  /** Characters of a text while evaluating. */
  textValue: 100_000,
  /** Nodes evaluated for one result, macros' bodies counted each time. */
  steps: 1_000_000,
} as const;

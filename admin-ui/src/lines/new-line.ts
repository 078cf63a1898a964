import type { Values } from '../record/use-draft.js';

const made = { lines: 0 };

/** A line that nobody has typed in yet; what new ones start with lies beneath it. */
export function newLine(): Values {
  made.lines += 1;
  return { _key: `new-${made.lines}` };
}

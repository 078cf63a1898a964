/** Lines of one text that the other does not have, `-` and `+`, between what both begin and end with. */
export function lineDifferences(from: string, to: string): readonly string[] {
  const [before, after] = [from.split('\n'), to.split('\n')];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const middle = (lines: readonly string[], sign: string): readonly string[] => lines.slice(start, lines.length - end).map((line) => `${sign} ${line}`);
  return [...middle(before, '-'), ...middle(after, '+')];
}

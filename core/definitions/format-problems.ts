import { relative } from 'node:path';
import type { Problem } from './problem.js';

/** Problems as text for a terminal: place and code, then what was found, what is right, and what to do. */
export function formatProblems(problems: readonly Problem[], from: string): string {
  const shown = problems.map((problem) => {
    const path = relative(from, problem.file);
    const file = path.startsWith('..') || path === '' ? problem.file : path;
    return [
      `${file}:${problem.line}  ${problem.code}  ${problem.pointer}`,
      `  found     ${problem.found}`,
      `  expected  ${problem.expected}`,
      `  remedy    ${problem.remedy}`,
    ].join('\n');
  });
  return [...shown, problems.length === 1 ? '1 problem' : `${problems.length} problems`].join('\n\n');
}

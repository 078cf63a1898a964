import type { Step } from '../../definitions/link/steps/step.js';

/**
 * Where a run stands: the index of a step, and on the way to it the branch or element of the steps around, for instance `2.then.0` or `3.each4.0`.
 * Pure; the same key always means the same step of the same definition.
 */
export type Key = string;

/** What a step opened: a branch, the elements of a list, or nothing. */
export type Entered = { readonly branch: 'then' | 'else' } | { readonly elements: number } | null;

/** The key of the first step; null when there is none. */
export function firstKey(steps: readonly Step[]): Key | null {
  return steps.length === 0 ? null : '0';
}

/** The step at a key; null when the definition has no such place. */
export function stepAt(steps: readonly Step[], key: Key): Step | null {
  const parts = key.split('.');
  let list = steps;
  for (let at = 0; ; at += 2) {
    const step = list[Number(parts[at])];
    const branch = parts[at + 1];
    if (step === undefined) return null;
    if (branch === undefined) return step;
    list = branchOf(step, branch);
  }
}

function branchOf(step: Step, branch: string): readonly Step[] {
  if (step.kind === 'if') return branch === 'then' ? step.then : step.else;
  return step.kind === 'for-each' ? step.steps : [];
}

/** The key after a step that is done; null at the end. `elementsOf` tells how many elements a for-each step around has. */
export function nextKey(steps: readonly Step[], key: Key, entered: Entered, elementsOf: (forEach: Key) => number): Key | null {
  const step = stepAt(steps, key);
  if (step !== null && entered !== null) {
    if ('branch' in entered && branchOf(step, entered.branch).length > 0) return `${key}.${entered.branch}.0`;
    if ('elements' in entered && entered.elements > 0 && branchOf(step, 'each').length > 0) return `${key}.each0.0`;
  }
  return sibling(steps, key, elementsOf);
}

function sibling(steps: readonly Step[], key: Key, elementsOf: (forEach: Key) => number): Key | null {
  const parts = key.split('.');
  const index = Number(parts.at(-1));
  const before = parts.slice(0, -1);
  const beside = [...before, String(index + 1)].join('.');
  if (stepAt(steps, beside) !== null) return beside;
  const branch = before.at(-1);
  if (branch === undefined) return null;
  const around = before.slice(0, -1).join('.');
  const element = elementIn(branch);
  if (element !== null && element + 1 < elementsOf(around)) return `${around}.each${element + 1}.0`;
  return sibling(steps, around, elementsOf);
}

/** Number of the element that a part of a key stands for. */
function elementIn(part: string): number | null {
  return part.startsWith('each') ? Number(part.slice(4)) : null;
}

/** The for-each steps around a key with the element that each is at, outermost first. */
export function elementsAround(key: Key): readonly { readonly forEach: Key; readonly element: number }[] {
  const parts = key.split('.');
  return parts.flatMap((part, index) => {
    const element = elementIn(part);
    return element === null ? [] : [{ forEach: parts.slice(0, index).join('.'), element }];
  });
}

import { expect, test } from '@jest/globals';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Step } from '../../definitions/link/steps/step.js';
import { elementsAround, firstKey, nextKey, stepAt } from './position.js';

const expression: CheckedExpression = {
  text: 'null',
  type: { kind: 'null' },
  root: { op: 'literal', value: null, type: { kind: 'null' }, start: 0, end: 4 },
  reads: [],
};
const common = { name: null, when: null, goesOn: false };
const stop: Step = { ...common, kind: 'stop' };
const either = (then: readonly Step[], other: readonly Step[]): Step => ({ ...common, kind: 'if', condition: expression, then, else: other });
const each = (steps: readonly Step[]): Step => ({ ...common, kind: 'for-each', each: expression, as: 'x', steps });

/** Every key in order, going into what a step opens. */
function walk(steps: readonly Step[], branch: 'then' | 'else', count: number): readonly string[] {
  const keys: string[] = [];
  for (let key = firstKey(steps); key !== null && keys.length < 100;) {
    keys.push(key);
    const step = stepAt(steps, key);
    const entered = step?.kind === 'if' ? { branch } : step?.kind === 'for-each' ? { elements: count } : null;
    key = nextKey(steps, key, entered, () => count);
  }
  return keys;
}

test('one after the other, through branches and elements', () => {
  const steps = [stop, either([stop, each([stop, either([stop], [])])], [stop]), stop];
  expect(walk(steps, 'then', 2)).toEqual([
    ...['0', '1', '1.then.0', '1.then.1', '1.then.1.each0.0', '1.then.1.each0.1', '1.then.1.each0.1.then.0'],
    ...['1.then.1.each1.0', '1.then.1.each1.1', '1.then.1.each1.1.then.0', '2'],
  ]);
  expect(walk(steps, 'else', 2)).toEqual(['0', '1', '1.else.0', '2']);
  expect(walk(steps, 'then', 0)).toEqual(['0', '1', '1.then.0', '1.then.1', '2']);
});

test('an end in the middle of everything', () => {
  expect(walk([each([each([stop])])], 'then', 2)).toEqual([
    '0',
    '0.each0.0',
    '0.each0.0.each0.0',
    '0.each0.0.each1.0',
    '0.each1.0',
    '0.each1.0.each0.0',
    '0.each1.0.each1.0',
  ]);
  expect(walk([], 'then', 1)).toEqual([]);
  expect(walk([either([], [])], 'then', 1)).toEqual(['0']);
  expect(stepAt([stop], '4')).toBeNull();
});

test('the elements that a key is among', () => {
  expect(elementsAround('1.then.1.each3.0.each12.4')).toEqual([
    { forEach: '1.then.1', element: 3 },
    { forEach: '1.then.1.each3.0', element: 12 },
  ]);
});

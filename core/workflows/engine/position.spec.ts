import { expect, test } from '@jest/globals';
import fc from 'fast-check';
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

/** What steps are in this test: a tree, with what its conditions and lists say when they are reached. */
type Tree = readonly Twig[];
type Twig =
  | { readonly kind: 'stop' }
  | { readonly kind: 'if'; readonly takes: 'then' | 'else'; readonly then: Tree; readonly else: Tree }
  | { readonly kind: 'for-each'; readonly count: number; readonly steps: Tree };

const { tree: trees } = fc.letrec<{ tree: Tree; twig: Twig }>((tie) => ({
  tree: fc.array(tie('twig'), { maxLength: 4, depthIdentifier: 'tree' }),
  twig: fc.oneof(
    { maxDepth: 4, withCrossShrink: true, depthIdentifier: 'tree' },
    fc.constant({ kind: 'stop' as const }),
    fc.record({ kind: fc.constant('if' as const), takes: fc.constantFrom('then' as const, 'else' as const), then: tie('tree'), else: tie('tree') }),
    fc.record({ kind: fc.constant('for-each' as const), count: fc.nat(3), steps: tie('tree') }),
  ),
}));

function stepsOf(tree: Tree): readonly Step[] {
  return tree.map((twig) => (twig.kind === 'stop' ? stop : twig.kind === 'if' ? either(stepsOf(twig.then), stepsOf(twig.else)) : each(stepsOf(twig.steps))));
}

/** What an interpreter that simply goes through the tree visits. */
function visited(tree: Tree, before: string): readonly string[] {
  return tree.flatMap((twig, index) => {
    const key = `${before}${index}`;
    if (twig.kind === 'stop') return [key];
    if (twig.kind === 'if') return [key, ...visited(twig[twig.takes], `${key}.${twig.takes}.`)];
    return [key, ...Array.from({ length: twig.count }, (_, element) => visited(twig.steps, `${key}.each${element}.`)).flat()];
  });
}

function twigAt(tree: Tree, key: string): Twig | undefined {
  const [index = '', branch, ...rest] = key.split('.');
  const twig = tree[Number(index)];
  if (branch === undefined || twig === undefined || twig.kind === 'stop') return twig;
  return twigAt(twig.kind === 'for-each' ? twig.steps : branch === 'then' ? twig.then : twig.else, rest.join('.'));
}

test('the walk by keys visits what a direct interpreter visits, whatever the steps', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const steps = stepsOf(tree);
      const expected = visited(tree, '');
      const keys: string[] = [];
      for (let key = firstKey(steps); key !== null && keys.length <= expected.length;) {
        keys.push(key);
        const twig = twigAt(tree, key);
        const entered = twig?.kind === 'if' ? { branch: twig.takes } : twig?.kind === 'for-each' ? { elements: twig.count } : null;
        key = nextKey(steps, key, entered, (around) => {
          const forEach = twigAt(tree, around);
          return forEach?.kind === 'for-each' ? forEach.count : 0;
        });
      }
      expect(keys).toEqual(expected);
      expect(keys.every((key) => stepAt(steps, key) !== null)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

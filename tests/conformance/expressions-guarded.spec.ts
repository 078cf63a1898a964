import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from '../../core/definitions/expressions/evaluate.js';
import { limits } from '../../core/definitions/expressions/limits.js';
import { valueToWire } from '../../core/definitions/expressions/value.js';
import { openBrowserBundle } from '../support/expressions/browser-bundle.js';
import { openCaseDatabase, type CaseDatabase } from '../support/expressions/case-database.js';
import { randomExpression, randomValues } from '../support/expressions/random-expression.js';
import { caseEnvironment, checkedCase, runCase } from '../support/expressions/run-case.js';

let database: CaseDatabase;
let bundle: Awaited<ReturnType<typeof openBrowserBundle>>;
beforeAll(async () => {
  [database, bundle] = await Promise.all([openCaseDatabase(), openBrowserBundle()]);
});
afterAll(() => Promise.all([database.close(), bundle.close()]));

/** Refused wherever it is computed outside SQL: twice as long as a text may be. */
const tooLong = { t: 'x'.repeat(limits.textValue) };
const refused = 'size(t + t) > 0';

/** What keeps from the refusal, whatever the condition is. */
const guarded = [
  (c: string) => `((${c}) && !(${c})) && (${refused})`,
  (c: string) => `((${c}) || !(${c})) || (${refused})`,
  (c: string) => `(${c}) ? ((${c}) ? 1 : size(t + t)) : ((${c}) ? size(t + t) : 2)`,
  (c: string) => `coalesce((${c}) ? 1 : 2, size(t + t))`,
  (c: string) => `lines.count(l, (${c}) ? l.price > 1 : !(${c}) || (${refused}))`,
  (c: string) => `!(!((${c}) || true) && (${refused}))`,
];

test('what a guard keeps from is computed neither on the server nor in the browser, and SQL has the same value', async () => {
  await fc.assert(
    fc.asyncProperty(randomValues, fc.array(randomExpression.condition, { minLength: 2, maxLength: 4 }), async (given, conditions) => {
      const values = { ...given, ...tooLong };
      await database.put(values);
      for (const expression of conditions.filter(isShort).flatMap((condition) => guarded.map((write) => write(condition)))) {
        const checked = checkedCase(expression);
        const value = valueToWire(evaluate(checked, caseEnvironment(values)));
        expect({ expression, value: await database.compute(checked) }).toEqual({ expression, value });
        expect({ expression, ...Object(bundle.runCase({ expression, values })) }).toEqual({ expression, value });
      }
    }),
    { numRuns: 60 },
  );
});

test('without the guard it is refused', () => {
  expect(() => runCase({ expression: `true && ${refused}`, values: tooLong })).toThrow();
  expect(() => runCase({ expression: `false || ${refused}`, values: tooLong })).toThrow();
  expect(() => bundle.runCase({ expression: `p ? size(t + t) : 0`, values: { ...tooLong, p: true } })).toThrow();
});

/** The long text is for what is guarded, and the levels around must be few enough. */
function isShort(condition: string): boolean {
  return condition.length < 200 && !/\bt\b/u.test(condition);
}

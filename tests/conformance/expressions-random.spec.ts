import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conditionToSql } from '../../core/data/expression-sql.js';
import { evaluate } from '../../core/definitions/expressions/evaluate.js';
import { valueToWire } from '../../core/definitions/expressions/value.js';
import { openCaseDatabase, type CaseDatabase } from '../support/expressions/case-database.js';
import { caseNames } from '../support/expressions/case-names.js';
import { randomExpression, randomValues } from '../support/expressions/random-expression.js';
import { caseEnvironment, checkedCase } from '../support/expressions/run-case.js';

let database: CaseDatabase;
beforeAll(async () => {
  database = await openCaseDatabase();
});
afterAll(() => database.close());

const { number, text, date, condition } = randomExpression;

test('random expressions over random records have one value in JavaScript and in SQL', async () => {
  const expressions = fc.array(fc.oneof(number, text, date, condition), { minLength: 5, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(randomValues, expressions, async (values, texts) => {
      await database.put(values);
      const environment = caseEnvironment(values);
      for (const expression of texts) {
        if (expression.length > 2000) continue;
        const checked = checkedCase(expression);
        const value = valueToWire(evaluate(checked, environment));
        expect({ expression, value: await database.compute(checked) }).toEqual({ expression, value });
        if (checked.type.kind !== 'boolean') continue;
        const isSelected = await database.selects((alias) => conditionToSql(checked, caseNames(alias)));
        expect({ expression, isSelected }).toEqual({ expression, isSelected: value });
      }
    }),
    { numRuns: 250 },
  );
});

const nested = (depth: number, write: (inner: string) => string): string => (depth === 0 ? 'd' : write(nested(depth - 1, write)));

test.each([
  ['dates', nested(30, (inner) => `addDays(${inner}, 1)`)],
  ['months', nested(28, (inner) => `addMonths(${inner}, a)`)],
  ['texts read as dates', nested(15, (inner) => `date(text(${inner}))`)],
  ['extremes', nested(29, (inner) => `max(${inner}, e)`)],
  ['branches', `${'a > 1 ? 1 : '.repeat(28)}0`],
  ['a long sum', Array.from({ length: 450 }, () => 'a').join(' + ')],
  ['a long alternative', Array.from({ length: 150 }, (_, index) => `a == ${index}`).join(' || ')],
  ['averages of averages', Array.from({ length: 12 }).reduce<string>((inner, _, index) => `[1, 2].avg(x${index}, ${inner} + x${index})`, '0')],
])('%s at the limit are quick in SQL too', async (_, expression) => {
  const values = { a: '2', d: '2026-01-31', e: '2026-02-01' };
  await database.put(values);
  const checked = checkedCase(expression);
  const start = performance.now();
  expect(await database.compute(checked)).toEqual(valueToWire(evaluate(checked, caseEnvironment(values))));
  expect(performance.now() - start).toBeLessThan(3000);
});

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

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { conditionToSql } from '../../core/data/expression-sql.js';
import { openCaseDatabase, type CaseDatabase } from '../support/expressions/case-database.js';
import { caseNames } from '../support/expressions/case-names.js';
import { readCases } from '../support/expressions/read-cases.js';
import { checkedCase } from '../support/expressions/run-case.js';

let database: CaseDatabase;
beforeAll(async () => {
  database = await openCaseDatabase();
});
afterAll(() => database.close());

for (const { about, cases } of readCases()) {
  const known = cases.filter((entry) => entry.mistake === undefined && entry.sql !== false);
  if (known.length === 0) continue;
  describe(about, () => {
    for (const [index, entry] of known.entries()) {
      test(`${index + 1}: ${entry.expression}`, async () => {
        const expression = checkedCase(entry.expression);
        await database.put(entry.values ?? {});
        expect(await database.compute(expression)).toEqual(entry.value);
        if (expression.type.kind !== 'boolean') return;
        expect(await database.selects((alias) => conditionToSql(expression, caseNames(alias)))).toBe(entry.value);
      });
    }
  });
}

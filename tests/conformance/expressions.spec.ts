import { describe, expect, test } from '@jest/globals';
import { readCases } from '../support/expressions/read-cases.js';
import { runCase } from '../support/expressions/run-case.js';

for (const { about, cases } of readCases()) {
  describe(about, () => {
    for (const [index, entry] of cases.entries()) {
      test(`${index + 1}: ${entry.expression}`, () => {
        expect(runCase(entry)).toEqual(entry.mistake === undefined ? { value: entry.value } : { mistake: entry.mistake });
      });
    }
  });
}

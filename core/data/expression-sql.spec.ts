import { expect, test } from '@jest/globals';
import { caseNames } from '../../tests/support/expressions/case-names.js';
import { checkedCase } from '../../tests/support/expressions/run-case.js';
import { conditionToSql, expressionToSql } from './expression-sql.js';
import { identifier } from './sql.js';

function condition(expression: string): string {
  return conditionToSql(checkedCase(expression), caseNames(identifier('r'))).build().text;
}

function value(expression: string): string {
  return expressionToSql(checkedCase(expression), caseNames(identifier('r'))).build().text;
}

test('ids are compared as uuid and bare, so that WHERE takes the index', () => {
  expect(condition('owner == user.id')).toBe('("r"."owner" = $1::uuid)');
  expect(condition('owner == user.id || other == user.id')).toBe('(("r"."owner" = $1::uuid) OR ("r"."other" = $2::uuid))');
  expect(condition('owner.id in user.teams')).toContain('= ANY ($1::uuid[])');
  expect(condition('owner == "01890000-0000-7000-8000-00000000000a"')).toBe(`("r"."owner" = '01890000-0000-7000-8000-00000000000a'::uuid)`);
});

test('a condition that is negated or shown is never NULL', () => {
  expect(condition('!(a > 1)')).toBe(`(NOT ((("r"."a")::numeric > ('1')::numeric) IS TRUE))`);
  expect(value('a > 1')).toContain('IS TRUE');
  expect(value('p')).toBe('(("r"."p")::boolean IS TRUE)');
});

test('nothing of a text gets into the statement unquoted', () => {
  expect(value(`s + "'; DROP TABLE cases; --"`)).toBe(`(("r"."s")::text || ('''; DROP TABLE cases; --')::text)`);
  expect(value(`s + "\\\\'"`)).toBe(`(("r"."s")::text || (E'\\\\''')::text)`);
});

test('statements grow with the expression and not with its nesting', () => {
  const nested = (depth: number): string => (depth === 0 ? 'd' : `addDays(${nested(depth - 1)}, round(a, 2))`);
  expect(value(nested(28)).length).toBeLessThan(15_000);
});

import { expect, test } from '@jest/globals';
import { PreparedStatements } from './prepared-statements.js';

test('a statement is named when it comes back, and differently for another version of the tables', () => {
  const statements = new PreparedStatements('one');
  expect(statements.nameOf('SELECT 1')).toBeUndefined();
  const name = statements.nameOf('SELECT 1');
  expect(name).toMatch(/^t_[\w-]{22}$/u);
  expect(statements.nameOf('SELECT 1')).toBe(name);
  const other = new PreparedStatements('two');
  other.nameOf('SELECT 1');
  expect(other.nameOf('SELECT 1')).not.toBe(name);
});

test('no more than 500 are named, however many come', () => {
  const statements = new PreparedStatements('');
  const names = new Set<string | undefined>();
  for (let round = 0; round < 2; round++) for (let text = 0; text < 1500; text++) names.add(statements.nameOf(`SELECT ${text}`));
  names.delete(undefined);
  expect(names.size).toBe(500);
});

test('statements that come once cost no name', () => {
  const statements = new PreparedStatements('');
  for (let text = 0; text < 10_000; text++) expect(statements.nameOf(`SELECT ${text}`)).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import { functions, macros } from '../../definitions/expressions/functions/table.js';
import { macroSql, truthSql, valueSql } from './table.js';

test('every function of the language has its SQL, and nothing else has', () => {
  expect([...valueSql.keys(), ...truthSql.keys()].toSorted()).toEqual([...functions.keys()].toSorted());
});

test('every macro that gives a value has its SQL; those that give a list are part of the compiler', () => {
  expect([...macroSql.keys(), 'filter', 'map'].toSorted()).toEqual([...macros.keys()].toSorted());
});

test('a function that gives a condition is among the conditions', () => {
  const conditions = [...functions].filter(([, { forms }]) => forms.every(({ result }) => result === 'boolean')).map(([name]) => name);
  expect([...truthSql.keys()].toSorted()).toEqual(conditions.toSorted());
});

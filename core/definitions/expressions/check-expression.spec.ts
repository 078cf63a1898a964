import { describe, expect, test } from '@jest/globals';
import { checkExpression } from './check-expression.js';
import { fixedRecordType, userRecordType } from './entity-scope.js';
import type { ExpressionMistake } from './mistake.js';
import type { ExpressionType, Scope } from './types.js';

const [text, number] = [{ kind: 'text' }, { kind: 'number' }] as const;
const team = fixedRecordType('core.team', { id: text, name: text });
const owner = fixedRecordType('core.user', { id: text, name: text, team: { kind: 'record', record: team } });
const line = fixedRecordType('shop.line', { amount: number, product: { kind: 'record', record: team } });
const order = fixedRecordType('shop.order', {
  name: text,
  total: number,
  dueDate: { kind: 'date' },
  user: text,
  owner: { kind: 'record', record: owner },
  lines: { kind: 'list', of: { kind: 'record', record: line } },
});
const scope: Scope = { record: order, variables: new Map([['user', { kind: 'record', record: userRecordType }]]) };

function mistakesOf(expression: string, expected?: readonly ExpressionType['kind'][], within: Scope = scope): readonly ExpressionMistake[] {
  const check = checkExpression(expression, within, expected);
  return check.kind === 'wrong' ? check.mistakes : [];
}

describe('mistakes', () => {
  test('each stands at its place, all at once', () => {
    const found = mistakesOf('nam == "x" && totl > 5').map(({ start, end, code, remedy }) => ({ start, end, code, remedy }));
    expect(found).toEqual([
      { start: 0, end: 3, code: 'unknown-name', remedy: 'Did you mean name?' },
      { start: 14, end: 18, code: 'unknown-name', remedy: 'Did you mean total?' },
    ]);
  });

  test.each([
    ['owner.teem', 6, 10, 'Did you mean team?'],
    ['team.name', 0, 4, 'Did you mean owner.team?'],
    ['lines.sum(l, l.amout)', 15, 20, 'Did you mean amount?'],
    ['lines.amount', 6, 12, 'Say what to do with the elements, for instance lines.sum(x, x.amount).'],
    ['today > dueDate', 0, 5, 'It is a function: write today(…).'],
    ['lowr(name)', 0, 10, 'Did you mean lower?'],
    ['sum(lines)', 0, 10, 'Write it after a list: lines.sum(x, …).'],
    ['name + total', 7, 12, 'Write text(…) around what is not text, or use concat(…).'],
    ['dueDate > "2026-01-01"', 10, 22, 'Write a day as date("2026-12-31").'],
    ['name = "x"', 5, 6, 'Compare with ==.'],
    ['name & total', 5, 6, 'Write && for and, || for or.'],
  ])('%s', (expression, start, end, remedy) => {
    const [mistake] = mistakesOf(expression);
    expect(mistake).toMatchObject({ start, end, remedy });
  });

  test('an unknown name lists the names that are known', () => {
    expect(mistakesOf('zzzzzz')[0]?.expected).toBe('one of user, name, total, dueDate, owner, lines');
  });

  test('the expected type is asked of the whole; null and ids are let through', () => {
    expect(mistakesOf('total', ['boolean'])[0]).toMatchObject({ code: 'expected-type', found: 'number', expected: 'boolean' });
    expect(mistakesOf('null', ['boolean'])).toEqual([]);
    expect(mistakesOf('owner', ['text'])).toEqual([]);
    expect(mistakesOf('user.id', ['record'])).toEqual([]);
    expect(mistakesOf('total > 5', ['boolean'])).toEqual([]);
  });
});

describe('names', () => {
  test('a variable hides a field of the same name, so that no field can stand in for the user', () => {
    expect(mistakesOf('user.id == owner')).toEqual([]);
  });

  test('what is read of the record is listed, through lists and references', () => {
    const check = checkExpression('owner.team.name == user.name && lines.filter(l, l.amount > total).exists(k, k.product.id == owner)', scope);
    const reads = check.kind === 'checked' ? check.expression.reads.map((path) => path.join('.')) : [];
    expect(reads.toSorted()).toEqual(['lines', 'lines.amount', 'lines.product.id', 'owner', 'owner.team.name', 'total']);
  });

  test('a row of a file is read by its column names', () => {
    const row = fixedRecordType('row', { 'Company Name': text, City: text });
    const rows: Scope = { record: null, variables: new Map([['row', { kind: 'record', record: row }]]) };
    expect(mistakesOf('row["Company Name"] + row.City', ['text'], rows)).toEqual([]);
    expect(mistakesOf('row["Company Nme"]', ['text'], rows)[0]).toMatchObject({
      code: 'unknown-name',
      start: 4,
      end: 17,
      remedy: 'Did you mean Company Name?',
    });
  });

  test('a place may bring functions of its own', () => {
    const withRef: Scope = { ...scope, functions: new Map([['ref', { parameters: ['text', 'any'], result: 'text' }]]) };
    expect(mistakesOf('ref("base.party", total)', ['text'], withRef)).toEqual([]);
    expect(mistakesOf('ref(total, "x")', ['text'], withRef)[0]).toMatchObject({ code: 'wrong-type', start: 4, end: 9 });
    expect(mistakesOf('ref("base.party")', ['text'], withRef)[0]).toMatchObject({ code: 'wrong-argument-count' });
  });
});

test('a hyphen in the name of a plugin is a minus, and how it is written is said', () => {
  const text = { kind: 'text' } as const;
  const inspection = fixedRecordType('settings.vehicle-inspection', { every: text });
  const settings = fixedRecordType('settings', { vehicle: text, 'vehicle-inspection': { kind: 'record', record: inspection } });
  const scope: Scope = { record: null, variables: new Map([['settings', { kind: 'record', record: settings }]]) };
  expect(checkExpression('settings["vehicle-inspection"].every', scope).kind).toBe('checked');
  const without = fixedRecordType('settings', { 'vehicle-inspection': { kind: 'record', record: inspection } });
  const check = checkExpression('settings.vehicle-inspection.every', { record: null, variables: new Map([['settings', { kind: 'record', record: without }]]) });
  expect(check.kind === 'wrong' ? check.mistakes[0] : check).toMatchObject({
    code: 'unknown-name',
    remedy: 'Write settings["vehicle-inspection"]: - is a minus.',
  });
});

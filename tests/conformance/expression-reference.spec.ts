import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { functions, macros } from '../../core/definitions/expressions/functions/table.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { expressionReference } from '../support/expressions/reference.js';

const file = join(projectRoot, 'docs/expressions.md');
const [begin, end] = ['<!-- begin: made from core/definitions/expressions/functions -->', '<!-- end -->'];

test('docs/expressions.md tells every function as the table has it; UPDATE_REFERENCE=1 writes it anew', () => {
  const text = readFileSync(file, 'utf8');
  const [before, rest = ''] = text.split(begin);
  const wanted = `${before}${begin}\n\n${expressionReference()}\n${end}${rest.split(end)[1]}`;
  if (process.env['UPDATE_REFERENCE'] === '1') writeFileSync(file, wanted);
  else expect(squeezed(text)).toBe(squeezed(wanted));
});

test('the reference leaves no function out', () => {
  const reference = expressionReference();
  expect([...functions.values(), ...macros.values()].filter(({ summary }) => !reference.includes(summary))).toEqual([]);
});

/** The formatter aligns the columns of tables. */
function squeezed(text: string): string {
  return text.replaceAll(/ +/gu, ' ').replaceAll(/-{3,}/gu, '---');
}

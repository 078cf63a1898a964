import { readFileSync } from 'node:fs';
import { functions, macros } from '../../../core/definitions/expressions/functions/table.js';
import type { ExpressionCase } from './case.js';

/** The table of cases by what they are about, with the named records put in; and the examples of the reference, which all hold. */
export function readCases(): readonly { readonly about: string; readonly cases: readonly ExpressionCase[] }[] {
  const table: unknown = JSON.parse(readFileSync(new URL('../../../core/definitions/expressions/cases.json', import.meta.url), 'utf8'));
  if (!isTable(table)) throw new Error('cases.json is no table of cases');
  const groups = table.groups.map(({ about, cases }) => ({ about, cases: cases.map((entry) => filledIn(entry, table.named)) }));
  const examples = [...functions.values(), ...macros.values()].map(({ example }) => ({ expression: example, value: true }));
  return [...groups, { about: 'examples of the reference', cases: examples }];
}

interface Table {
  readonly named: Readonly<Record<string, unknown>>;
  readonly groups: readonly { readonly about: string; readonly cases: readonly ExpressionCase[] }[];
}

function isTable(json: unknown): json is Table {
  return typeof json === 'object' && json !== null && 'named' in json && 'groups' in json && Array.isArray(json.groups);
}

function filledIn(entry: ExpressionCase, named: Table['named']): ExpressionCase {
  if (entry.values === undefined) return entry;
  return { ...entry, values: Object.fromEntries(Object.entries(entry.values).map(([name, value]) => [name, resolved(value, named)])) };
}

/** `@an` stands for the record of that name. */
function resolved(value: unknown, named: Table['named']): unknown {
  if (typeof value === 'string' && value.startsWith('@')) return resolved(named[value.slice(1)], named);
  if (Array.isArray(value)) return value.map((item) => resolved(item, named));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member, named)]));
}

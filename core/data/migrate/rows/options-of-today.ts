import type { CheckedExpression, Node } from '../../../definitions/expressions/checked.js';
import { formerOptions } from '../../../definitions/former-names.js';
import type { FoundTable } from './find-frozen.js';

/** The expression with the keys of options that a column is compared with as they are today. */
export function withOptionsOfToday(expression: CheckedExpression, table: FoundTable, tables: ReadonlyMap<string, FoundTable>): CheckedExpression {
  const rename = (node: Node): Node => {
    if (node.op !== 'call') return node;
    const keys = new Map(node.args.flatMap((one) => (one.op === 'path' ? [...keysAt(one.path, table, tables)] : [])));
    return { ...node, args: node.args.map((one) => (keys.size === 0 ? rename(one) : renamed(one, keys))) };
  };
  return { ...expression, root: rename(expression.root) };
}

function renamed(node: Node, keys: ReadonlyMap<string, string>): Node {
  if (node.op === 'list') return { ...node, items: node.items.map((item) => renamed(item, keys)) };
  return node.op === 'literal' && typeof node.value === 'string' ? { ...node, value: keys.get(node.value) ?? node.value } : node;
}

/** Keys of before, each with that of today, of the column at the end of a path. */
function keysAt([name = '', ...rest]: readonly string[], table: FoundTable, tables: ReadonlyMap<string, FoundTable>): ReadonlyMap<string, string> {
  const column = table.columns.get(name);
  const target = column === undefined || typeof column.kind === 'string' ? undefined : tables.get(column.kind.idOf);
  if (rest.length > 0) return target === undefined ? new Map() : keysAt(rest, target, tables);
  return table.entity === null || column === undefined || column.field === null ? new Map() : formerOptions(table.entity, column.field);
}

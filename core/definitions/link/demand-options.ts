import type { Node } from '../expressions/checked.js';
import type { Field } from '../model.js';
import type { Place, Reporter } from '../parse/reporter.js';

/** What is written out as the outcome of an enum formula must be one of its options; what is computed otherwise and is none of them counts as empty. */
export function demandOptions(root: Node, field: Field, place: Place, reporter: Reporter): void {
  for (const found of outcomes(root)) if (!field.options.has(found)) reporter.unknownName('formula.unknown-option', place, found, field.options.keys());
}

function outcomes(node: Node): readonly string[] {
  if (node.op === 'literal') return typeof node.value === 'string' ? [node.value] : [];
  if (node.op !== 'call' || node.name !== '_?_:_') return [];
  return node.args.slice(1).flatMap(outcomes);
}

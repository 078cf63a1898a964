import type { ProblemCode } from '../problem-catalogue.js';
import type { CheckedExpression } from '../expressions/checked.js';
import type { Entity, Field } from '../model.js';
import { below } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** A kind of expressions of which one may read the outcome of another. */
interface Kind {
  expression(field: Field): CheckedExpression | null;
  readonly cycle: ProblemCode;
  /** Keys of the declaration under which the expression stands. */
  readonly at: readonly string[];
  readonly expected: string;
  readonly remedy: string;
}

const kinds = {
  formula: {
    expression: (field) => field.formula,
    cycle: 'formula.cycle',
    at: ['expression'],
    expected: 'formulas without a circle',
    remedy: 'Let one of them be written, or computed from other fields.',
  },
  default: {
    expression: (field) => field.defaultExpression,
    cycle: 'default.cycle',
    at: ['default', 'expression'],
    expected: 'defaults without a circle',
    remedy: 'Let one of them be a constant, or read other fields.',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** Formulas or default expressions of one entity in an order in which each comes after those it reads; a circle is reported with its path. */
export function inOrder(kind: keyof typeof kinds, entity: Entity, draft: EntityDraft, linking: Linking): readonly Field[] {
  const { expression, cycle, at, expected, remedy } = kinds[kind];
  const ordered: Field[] = [];
  const done = new Set<string>();
  const visit = (field: Field, path: readonly string[]): void => {
    const own = expression(field);
    if (done.has(field.name) || own === null) return;
    if (path.includes(field.name)) {
      const circle = [...path.slice(path.indexOf(field.name)), field.name];
      for (const name of circle) done.add(name);
      const place = draft.fields.get(field.name)?.place ?? draft.place;
      linking.reporter.report(cycle, below(place, ...at), { found: circle.join(' → '), expected, remedy });
      return;
    }
    for (const [name = ''] of own.reads) {
      const other = entity.fields.get(name);
      if (other !== undefined) visit(other, [...path, field.name]);
    }
    if (done.has(field.name)) return;
    done.add(field.name);
    ordered.push(field);
  };
  for (const field of entity.fields.values()) visit(field, []);
  return ordered;
}

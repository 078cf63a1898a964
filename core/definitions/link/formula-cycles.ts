import type { Entity, Field } from '../model.js';
import { below } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Formulas of one entity in an order in which each comes after those it reads; a circle is reported with its path. */
export function orderFormulas(entity: Entity, draft: EntityDraft, linking: Linking): readonly Field[] {
  const ordered: Field[] = [];
  const done = new Set<string>();
  const visit = (field: Field, path: readonly string[]): void => {
    if (done.has(field.name) || field.formula === null) return;
    if (path.includes(field.name)) {
      const circle = [...path.slice(path.indexOf(field.name)), field.name];
      for (const name of circle) done.add(name);
      const place = draft.fields.get(field.name)?.place ?? draft.place;
      linking.reporter.report('formula.cycle', below(place, 'expression'), {
        found: circle.join(' → '),
        expected: 'formulas without a circle',
        remedy: 'Let one of them be written, or computed from other fields.',
      });
      return;
    }
    for (const [name = ''] of field.formula.reads) {
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

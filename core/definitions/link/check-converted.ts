import type { Entity, Field } from '../model.js';
import { below } from '../parse/reporter.js';
import type { Linking } from './linking.js';

/** What is converted is known when the record is saved, before anything is converted: the database keeps it not, and it reads no converted amount. */
export function checkConverted(entities: readonly Entity[], { drafts, reporter }: Linking): void {
  for (const entity of entities)
    for (const field of entity.fields.values()) {
      const source = entity.fields.get(field.converts?.source ?? '');
      const place = drafts.get(entity.id)?.fields.get(field.name)?.place;
      if (source === undefined || place === undefined || !isLate(source, entity, entities, new Set())) continue;
      reporter.report('converts.wrong-field', below(place, 'converts'), {
        found: `${source.name}, which ${source.isDerived ? 'follows from other records' : 'reads what is converted'}`,
        expected: 'an amount that is written, or computed from the record and its lines alone',
        remedy: 'Convert what it is computed from.',
      });
    }
}

function isLate(field: Field, entity: Entity, entities: readonly Entity[], seen: Set<Field>): boolean {
  if (field.isDerived || field.converts !== null) return true;
  if (field.formula === null || seen.has(field)) return false;
  seen.add(field);
  return field.formula.reads.some(([name = '', inner]) => {
    const own = entity.fields.get(name);
    if (own === undefined) return false;
    if (own.type !== 'lines') return isLate(own, entity, entities, seen);
    const line = entities.find(({ id }) => id === own.target);
    const ofLine = line?.fields.get(inner ?? '');
    return line !== undefined && ofLine !== undefined && isLate(ofLine, line, entities, seen);
  });
}

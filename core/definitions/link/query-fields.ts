import { fieldType } from '../field-types/registry.js';
import type { Entity, Field } from '../model.js';
import type { Place } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Nothing of a query is stored, so its fields say what they are called and of what type, and no more. */
export function checkQueryFields(draft: EntityDraft, entity: Entity, given: ReadonlySet<string>, linking: Linking): void {
  for (const field of entity.fields.values()) {
    const place = draft.fields.get(field.name)?.place;
    if (place === undefined || field.partOf !== undefined) continue;
    const kind = fieldType(field.type).storage(field).kind;
    if (!given.has(field.name)) wrongField(place, linking, 'a value in "query"');
    const isPlain = field.type === 'any-reference' || (kind !== 'none' && kind !== 'json');
    if (!isPlain || field.isComputed || field.search !== null || field.unique || field.fetch !== null)
      wrongField(place, linking, 'a plain field, which neither computes nor is searched');
  }
}

/** The field of the query that something is said of. */
export function givenField(entity: Entity, name: string, place: Place, { reporter }: Linking): Field | null {
  const valid = [...entity.fields.values()].filter((one) => !one.isSystem && one.partOf === undefined);
  const found = valid.find((one) => one.name === name);
  if (found === undefined)
    reporter.unknownName(
      'query.wrong-field',
      place,
      name,
      valid.map((one) => one.name),
    );
  return found ?? null;
}

export function wrongField(place: Place, { reporter }: Linking, expected: string): void {
  reporter.report('query.wrong-field', place, { expected, remedy: 'Correct the field or its value.' });
}

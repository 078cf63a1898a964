import { datedParts, parts, type Part, type PartField } from '../parts.js';
import type { Entity, Field } from '../model.js';
import { below } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Parts that entities play: one entity each, with the fields that the part needs. */
export function checkParts(linking: Linking): void {
  const players = new Map<Part, EntityDraft>();
  for (const [id, draft] of linking.drafts) {
    const part = draft.balanceOf === null ? draft.declaration.plays : undefined;
    const entity = linking.skeletons.get(id);
    if (part === undefined || entity === undefined) continue;
    const other = players.get(part);
    if (other !== undefined)
      linking.reporter.report('plays.twice', below(draft.place, 'plays'), {
        expected: `a part that ${other.id} does not play`,
        remedy: 'Let one of the two entities play it.',
      });
    players.set(part, draft);
    for (const [name, wanted] of Object.entries(parts[part])) checkField(draft, entity, [name, wanted], linking);
    checkDated(draft, entity, datedParts[part], linking);
  }
}

function checkDated({ place }: EntityDraft, { dated }: Entity, keys: readonly string[] | undefined, { reporter }: Linking): void {
  if (keys === undefined || dated?.by.toSorted().join() === keys.toSorted().join()) return;
  reporter.report('plays.missing-field', below(place, 'plays'), {
    found: dated === null ? 'records that are not dated' : `dated by ${dated.by.join(', ')}`,
    expected: `"dated" by ${keys.join(', ')}`,
    remedy: 'Say it so, or let the entity play nothing.',
  });
}

function checkField(draft: EntityDraft, entity: Entity, [name, wanted]: readonly [string, PartField], { reporter, drafts }: Linking): void {
  const field = entity.fields.get(name);
  if ((field === undefined && wanted.isOptional === true) || (field !== undefined && fits(field, wanted, drafts))) return;
  reporter.report('plays.missing-field', below(draft.place, 'plays'), {
    found: field === undefined ? `no field ${name}` : `${name} of type ${field.type}`,
    expected: `a field ${name} of type ${wanted.type}${wanted.plays === undefined ? '' : ` to the entity that plays ${wanted.plays}`}`,
    remedy: 'Add the field, or let the entity play nothing.',
  });
}

function fits(field: Field, { type, plays, entity }: PartField, drafts: Linking['drafts']): boolean {
  return (
    field.type === type &&
    (entity === undefined || field.target === entity) &&
    (plays === undefined || drafts.get(field.target ?? '')?.declaration.plays === plays)
  );
}

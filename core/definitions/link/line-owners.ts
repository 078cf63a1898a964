import type { Entity } from '../model.js';
import { below, type Reporter } from '../parse/reporter.js';
import type { Linking } from './linking.js';

/** Which lines field owns each entity of kind line; every line needs exactly one. */
export function lineOwners(drafts: Linking['drafts'], reporter: Reporter): ReadonlyMap<string, NonNullable<Entity['parent']>> {
  const owners = new Map<string, NonNullable<Entity['parent']>>();
  for (const draft of drafts.values()) {
    for (const [name, part] of draft.fields) {
      if (part.declaration.type !== 'lines') continue;
      const line = part.declaration.entity;
      const known = owners.get(line);
      if (known === undefined) owners.set(line, { entity: draft.id, field: name });
      else
        reporter.report('lines.owned-twice', below(part.place, 'entity'), {
          found: `${line}, which ${known.entity}.${known.field} owns too`,
          expected: 'one owner',
          remedy: 'Declare an entity of kind line for each owner.',
        });
    }
  }
  for (const draft of drafts.values()) {
    if (draft.declaration.kind !== 'line' || owners.has(draft.id)) continue;
    reporter.report('line.without-owner', below(draft.place, 'kind'), {
      expected: `a field of type lines with "entity": "${draft.id}"`,
      remedy: 'Add it to the owner, or let the kind be record.',
    });
  }
  return owners;
}

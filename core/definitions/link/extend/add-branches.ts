import type { ExtensionDeclaration } from '../../../../schemas/generated/types.js';
import { below, type Place } from '../../parse/reporter.js';
import type { EntityDraft } from '../entity-draft.js';
import { addParts } from './add-part.js';
import { idOf, type Extending } from './extending.js';

/** Adds branches to a query over several entities. The field that tells of which record a row is points to what comes with a branch too. */
export function addBranches(extending: Extending, added: ExtensionDeclaration['union'], place: Place, drafts: ReadonlyMap<string, EntityDraft>): void {
  const { draft, reporter, plugin } = extending;
  if (added === undefined) return;
  if (draft.declaration.query?.union === undefined) {
    reporter.report('extension.no-union', place, { expected: 'a query with "union"', remedy: 'Delete it, or declare a query of your own.' });
    return;
  }
  addParts(extending, draft.branches, added, place);
  for (const [key, { from, values }] of Object.entries(added))
    for (const [name, text] of Object.entries(values)) {
      const record = recordOf(from, text.trim(), drafts);
      if (record !== null) addMember(draft, name, record, { plugin: idOf(plugin), place: below(place, key, 'values', name) });
    }
}

/** The entity that a value gives the very record of, or the one that a line belongs to; null where it gives anything else. */
function recordOf(from: string, value: string, drafts: ReadonlyMap<string, EntityDraft>): string | null {
  if (value === 'id') return drafts.has(from) ? from : null;
  if (value !== 'parent') return null;
  const owner = [...drafts.values()].find(({ fields }) =>
    [...fields.values()].some(({ declaration }) => declaration.type === 'lines' && declaration.entity === from),
  );
  return owner?.id ?? null;
}

function addMember(draft: EntityDraft, name: string, entity: string, origin: { readonly plugin: string; readonly place: Place }): void {
  const part = draft.fields.get(name);
  if (part?.declaration.type !== 'any-reference' || part.declaration.entities.includes(entity)) return;
  draft.members.set(`${name} ${entity}`, origin);
  draft.fields.set(name, { ...part, declaration: { ...part.declaration, entities: [...part.declaration.entities, entity] } });
}

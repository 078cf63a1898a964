import type { Entity } from '../model.js';
import { below } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import { fieldAt } from './link-fields.js';
import type { Linking } from './linking.js';

/** Where the company of a record is found: the path that is declared, else the first reference to a company. */
export function linkCompany({ declaration, place }: EntityDraft, skeleton: Entity, linking: Linking): Entity['company'] {
  const isCompany = (id: string | null): boolean => linking.skeletons.get(id ?? '')?.plays === 'company';
  if (skeleton.plays === 'company') return ['id'];
  if (declaration.company === undefined) {
    const own = [...skeleton.fields.values()].find((field) => field.type === 'reference' && !field.isSystem && isCompany(field.target));
    return own === undefined ? null : [own.name];
  }
  const path = declaration.company.split('.');
  const end = fieldAt(path, skeleton, linking);
  if (end?.type === 'reference' && isCompany(end.target)) return path;
  linking.reporter.report('company.unknown-path', below(place, 'company'), {
    expected: 'a path through references that ends at the entity that plays company',
    remedy: 'Correct the path, for instance warehouse.company.',
  });
  return null;
}

import type { Entity } from '../model.js';
import { companyRule } from '../company-rule.js';
import { below, type Place } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import { fieldAt } from './link-fields.js';
import { checked, recordScope, type Linking } from './linking.js';

/** Where the company of a record is found: the path that is declared, else the first reference to a company. */
export function companyPath({ declaration, place }: EntityDraft, skeleton: Entity, linking: Linking): Entity['company'] {
  const isCompany = (id: string | null): boolean => linking.skeletons.get(id ?? '')?.plays === 'company';
  if (skeleton.plays === 'company') return ['id'];
  if (declaration.company === undefined) {
    const own = [...skeleton.fields.values()].find(
      (field) => field.type === 'reference' && !field.isSystem && field.partOf === undefined && isCompany(field.target),
    );
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

/** The same with the rule that keeps the rows of companies apart. */
export function linkCompany(skeleton: Entity, linking: Linking, place: Place): Pick<Entity, 'company' | 'companyRule'> {
  const company = linking.companies.get(skeleton.id) ?? null;
  const rule = company === null ? null : checked(linking, companyRule(company), recordScope(linking, skeleton.id), ['boolean'], place);
  return { company, companyRule: rule };
}

import type { Verb } from '../../schemas/generated/types.js';
import type { EntityPolicy } from '../access/policy.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { lacksCompany } from '../kernel/lacks-company.js';
import { textIn, type Locale } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from './platform.js';

/** The caller's rights on an entity that the caller may use with the verb in some row at least; otherwise 403. */
export function demandVerb(platform: Platform, caller: Caller, entity: Entity, verb: Verb): EntityPolicy {
  const rights = platform.policyOf(caller).entity(entity.id);
  if (rights.rows(verb).kind !== 'none') {
    if (verb === 'create' && rights.rows(verb).kind === 'any' && needsCompany(entity) && lacksCompany(caller)) throw new UserError(403, 'identity.no-company');
    return rights;
  }
  throw new UserError(403, 'record.entity-forbidden', { verb: verbIn(verb, caller.locale), entity: textIn(entity.labelPlural, caller.locale) });
}

/** Whether records of the entity can belong to no other than a company that the caller works for. */
function needsCompany({ company, plays, fields }: Entity): boolean {
  return company !== null && plays !== 'company' && fields.get(company[0] ?? '')?.required === true;
}

const verbs: Readonly<Record<Verb, Readonly<Record<Locale, string>>>> = {
  read: { en: 'see', vi: 'xem' },
  create: { en: 'make', vi: 'tạo' },
  update: { en: 'change', vi: 'sửa' },
  delete: { en: 'delete', vi: 'xóa' },
  import: { en: 'import', vi: 'nhập' },
  export: { en: 'export', vi: 'xuất' },
};

export function verbIn(verb: Verb, locale: Locale): string {
  return verbs[verb][locale];
}

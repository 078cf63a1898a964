import type { Field, Model } from '../definitions/model.js';

/** The field of users that names the companies they work for; undefined where no plugin has companies. */
export function companyField({ played, entities }: Model): Field | undefined {
  const company = played.get('company');
  return [...(entities.get('core.user')?.fields.values() ?? [])].find(
    ({ type, target }) => type === 'many-to-many' && target !== null && target === company?.id,
  );
}

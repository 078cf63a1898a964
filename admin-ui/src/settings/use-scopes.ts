import { useQuery } from '@tanstack/react-query';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { useCompanyNames } from '../layout/use-company-names.js';
import { fieldOf, useMeta } from '../meta/meta-context.js';
import { headersOf } from './effective.js';

/** Whom settings hold for; null is the whole installation. */
export interface Scope {
  readonly id: string | null;
  readonly label: string;
  readonly hasOwn: boolean;
}

/** Whom settings of an entity may hold for, as far as the user works for them; null while it is not known yet. */
export function useScopes(entity: MetaEntity): readonly Scope[] | null {
  const t = useText();
  const { meta } = useMeta();
  const names = useCompanyNames();
  const field = fieldOf(entity, entity.company ?? '');
  const { data } = useQuery({
    queryKey: [entity.path, 'scopes'],
    queryFn: async () => (await request('GET', `/${entity.path}?range=[0,199]&count=none`, undefined, headersOf(null))).json,
    enabled: field !== null,
    retry: false,
  });
  const general = { id: null, label: t('setting.whole'), hasOwn: false };
  if (field === null) return [general];
  if (data === undefined) return null;
  const own = new Map((Array.isArray(data) ? data.map(membersOf) : []).map((row) => [row.get(field.name), membersOf(row.get('_labels')).get(field.name)]));
  const companies = meta.user.companyIds.map((id): Scope => ({ id, label: names.get(id) ?? String(own.get(id) ?? '…'), hasOwn: own.has(id) }));
  return field.required ? companies : [general, ...companies];
}

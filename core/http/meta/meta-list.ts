import type { MetaEntity, MetaList } from '../../../schemas/generated/types.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity } from '../../definitions/model.js';
import type { PersonalList } from '../../identity/personal-list.js';

/** What decides which fields a list shows. */
interface Shown {
  isSeen(name: string): boolean;
  /** Shown where nobody asked for it. */
  isShown(name: string): boolean;
}

/** The list as the view says, with the user's own choices over it; names that are gone since, or do not sort any more, are passed over. */
export function metaList({ view, fields }: Entity, own: PersonalList | undefined, { isSeen, isShown }: Shown): MetaList {
  const columns = own?.columns?.filter((name) => fields.has(name) && isSeen(name)) ?? [];
  const isSorted = (name: string): boolean => {
    const field = fields.get(name);
    return field !== undefined && isSeen(name) && fieldType(field.type).isSortable;
  };
  const sort = [own?.sort ?? view.sort, view.sort].find(([name]) => isSorted(name)) ?? ['id', 'DESC'];
  return {
    columns: columns.length > 0 ? columns : view.columns.filter(isShown),
    filters: view.filters.filter(isShown),
    sort: [...sort],
    isPersonal: own !== undefined,
  };
}

/** The columns that a list may have. */
export function possibleColumns({ fields }: MetaEntity): readonly string[] {
  return fields.filter(({ type }) => type !== 'lines' && type !== 'long-text').map(({ name }) => name);
}

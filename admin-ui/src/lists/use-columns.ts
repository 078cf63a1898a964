import { useStore } from 'react-admin';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';

/** Which fields a list shows, as chosen on this device or else as the view says. */
export interface Columns {
  readonly shown: readonly MetaField[];
  readonly possible: readonly MetaField[];
  toggle(name: string): void;
}

/** The columns of a list. Names that are gone are passed over, so an old choice never breaks a list. */
export function useColumns(entity: MetaEntity): Columns {
  const [chosen, choose] = useStore<readonly string[] | null>(`${entity.path}.columns`, null);
  const names = chosen ?? entity.list.columns;
  const possible = entity.fields.filter((field) => field.type !== 'lines' && field.type !== 'long-text');
  const byName = new Map(possible.map((field) => [field.name, field]));
  const shown = names.flatMap((name) => byName.get(name) ?? []);
  return {
    shown,
    possible,
    toggle: (name) => {
      const next = names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
      choose(next.length === 0 ? null : next);
    },
  };
}

import { useNotify } from 'react-admin';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { useText } from '../i18n/use-text.js';
import { useMeta, type ListChoice } from '../meta/meta-context.js';

/** Which fields a list shows: as the user once chose, or else as the view says. */
export interface Columns {
  readonly shown: readonly MetaField[];
  readonly possible: readonly MetaField[];
  toggle(name: string): void;
  /** Sorts like this whenever the list is opened. */
  keepSort(field: string, order: string): void;
  /** Goes back to what the view says; null where nothing was chosen. */
  readonly forget: (() => void) | null;
}

/** The columns of a list. */
export function useColumns(entity: MetaEntity): Columns {
  const t = useText();
  const notify = useNotify();
  const { chooseList } = useMeta();
  const { columns: names, sort, isPersonal } = entity.list;
  const possible = entity.fields.filter((field) => field.type !== 'lines' && field.type !== 'long-text');
  const byName = new Map(possible.map((field) => [field.name, field]));
  const choose = (choice: ListChoice | null): void => void chooseList(entity, choice).catch((error: unknown) => notify(messageOf(error, t), { type: 'error' }));
  return {
    shown: names.flatMap((name) => byName.get(name) ?? []),
    possible,
    toggle: (name) => {
      const next = names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
      if (next.length > 0) choose({ columns: next, sort });
    },
    keepSort: (field, order) => choose({ columns: names, sort: [field, order] }),
    forget: isPersonal ? () => choose(null) : null,
  };
}

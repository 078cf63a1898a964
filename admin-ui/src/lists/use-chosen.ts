import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { Chosen } from '../actions/run-on-several.js';
import { membersOf } from '../api/request.js';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { foundIn, foundRecords, mostFound, type FoundRecord, type ListFilter } from './found-records.js';

interface Found {
  readonly filter: ListFilter;
  readonly records: ReadonlyMap<string, FoundRecord>;
}

/** The rows of a list that are chosen, and the way from all of a page to all that the list shows. */
export interface ChosenRows extends Chosen {
  readonly labels: ReadonlyMap<string, string>;
  /** How many the list shows beyond this page, all of which is chosen; null where there is nothing more to choose. */
  readonly more: number | null;
  /** There are too many to be worked on at once. */
  readonly isTooMany: boolean;
  readonly isWholePage: boolean;
  choosePage(): void;
  chooseAll(): Promise<void>;
}

/** What is chosen in the list around. */
export function useChosen(entity: MetaEntity): ChosenRows {
  const { selectedIds, data, total, filterValues, onSelect } = useListContext();
  const [found, setFound] = useState<Found | null>(null);
  const ids = selectedIds.map(String);
  const onPage = (data ?? []).map(membersOf).map(foundIn);
  // A choice that was changed since, or another filter, is one by one again.
  const isAll = found !== null && found.filter === filterValues && ids.length === found.records.size && ids.every((id) => found.records.has(id));
  const isWholePage = onPage.length > 0 && onPage.every(([id]) => ids.includes(id));
  const known = new Map([...(found?.records ?? []), ...onPage]);
  const hasMore = !isAll && isWholePage && total !== undefined && total > ids.length;
  return {
    ids,
    filter: isAll ? found.filter : null,
    labels: new Map([...known].map(([id, { label }]) => [id, label])),
    versions: new Map([...known].map(([id, { version }]) => [id, version])),
    choosePage: () => onSelect([...new Set([...ids, ...onPage.map(([id]) => id)])]),
    isWholePage,
    more: hasMore ? total : null,
    isTooMany: hasMore && total > mostFound,
    chooseAll: async () => {
      const records = await foundRecords(entity, filterValues, total ?? 0);
      setFound({ filter: filterValues, records });
      onSelect([...records.keys()]);
    },
  };
}

import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { Chosen } from '../actions/run-on-several.js';
import { membersOf } from '../api/request.js';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { foundRecords, mostFound, type ListFilter } from './found-records.js';

interface Found {
  readonly filter: ListFilter;
  readonly labels: ReadonlyMap<string, string>;
}

/** The rows of a list that are chosen, and the way from all of a page to all that the list shows. */
export interface ChosenRows extends Chosen {
  readonly labels: ReadonlyMap<string, string>;
  /** How many the list shows beyond this page, all of which is chosen; null where there is nothing more to choose. */
  readonly more: number | null;
  /** There are too many to be worked on at once. */
  readonly isTooMany: boolean;
  chooseAll(): Promise<void>;
}

/** What is chosen in the list around. */
export function useChosen(entity: MetaEntity): ChosenRows {
  const { selectedIds, data, total, filterValues, onSelect } = useListContext();
  const [found, setFound] = useState<Found | null>(null);
  const ids = selectedIds.map(String);
  const onPage = (data ?? []).map(membersOf).map((record) => [String(record.get('id')), String(record.get('_label') ?? '')] as const);
  // A choice that was changed since, or another filter, is one by one again.
  const isAll = found !== null && found.filter === filterValues && ids.length === found.labels.size && ids.every((id) => found.labels.has(id));
  const isWholePage = onPage.length > 0 && onPage.every(([id]) => ids.includes(id));
  const hasMore = !isAll && isWholePage && total !== undefined && total > ids.length;
  return {
    ids,
    filter: isAll ? found.filter : null,
    labels: new Map([...(found?.labels ?? []), ...onPage]),
    more: hasMore ? total : null,
    isTooMany: hasMore && total > mostFound,
    chooseAll: async () => {
      const labels = await foundRecords(entity, filterValues, total ?? 0);
      setFound({ filter: filterValues, labels });
      onSelect([...labels.keys()]);
    },
  };
}

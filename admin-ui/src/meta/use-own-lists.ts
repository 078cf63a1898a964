import { useCallback, useMemo, useState } from 'react';
import type { Meta, MetaEntity } from '../../../schemas/generated/types.js';
import { request } from '../api/request.js';
import type { MetaState } from './meta-context.js';

/** The metadata with what the user chose since it was read; the server keeps it for every device. */
export function useOwnLists(read: Meta): { readonly meta: Meta; readonly chooseList: MetaState['chooseList'] } {
  const [chosen, choose] = useState<ReadonlyMap<string, MetaEntity['list']>>(new Map());
  const chooseList = useCallback<MetaState['chooseList']>(async (entity, choice) => {
    const path = `/auth/me/lists/${entity.id}`;
    // Shown at once; what the server then says is what holds.
    if (choice !== null) choose((before) => new Map(before).set(entity.id, { ...entity.list, ...choice, isPersonal: true }));
    const { json } = choice === null ? await request('DELETE', path) : await request('PUT', path, choice);
    if (isList(json)) choose((before) => new Map(before).set(entity.id, json));
  }, []);
  const meta = useMemo(
    () => ({ ...read, entities: read.entities.map((entity) => ({ ...entity, list: chosen.get(entity.id) ?? entity.list })) }),
    [read, chosen],
  );
  return { meta, chooseList };
}

function isList(json: unknown): json is MetaEntity['list'] {
  return typeof json === 'object' && json !== null && 'columns' in json && 'sort' in json;
}

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Meta, MetaEntity, MetaSetting } from '../../../schemas/generated/types.js';
import { request } from '../api/request.js';
import { useMeta } from '../meta/meta-context.js';
import type { LiveValues } from './live-values.js';

/** How often a form asks what settings hold, in milliseconds; it asks also when somebody comes back to it, and after each save. */
const pause = 15_000;

/** The engine of expressions, a chunk of its own that is fetched where it is wanted, with the settings that they read, which may change while a form is open; null until it is there. */
export function useLive(isWanted = true): LiveValues | null {
  const { meta, entities } = useMeta();
  const [live, setLive] = useState<LiveValues | null>(null);
  const told = useToldSettings(meta, isWanted);
  useEffect(() => {
    if (!isWanted || told === null) return undefined;
    let isCurrent = true;
    void liveIn(meta, entities, told).then((made) => isCurrent && setLive(made));
    return () => {
      isCurrent = false;
    };
  }, [meta, entities, isWanted, told]);
  return live;
}

async function liveIn(meta: Meta, entities: ReadonlyMap<string, MetaEntity>, told: readonly MetaSetting[]): Promise<LiveValues> {
  const [values, settings] = await Promise.all([import('./live-values.js'), import('./live-settings.js')]);
  return new values.LiveValues(meta, entities, new settings.LiveSettings(told));
}

/** Asked anew by each form, since others may have changed them meanwhile, and the same as before as long as they have not; null until it is known. Without an answer the server alone decides what hangs on them. */
function useToldSettings(meta: Meta, isWanted: boolean): readonly MetaSetting[] | null {
  const isAsked = useMemo(() => isWanted && mayRead(meta), [meta, isWanted]);
  const { data, isFetchedAfterMount } = useQuery({
    queryKey: ['settings that forms read', meta.version],
    queryFn: async () => {
      const { json } = await request('GET', '/meta/settings');
      return Array.isArray(json) ? json.filter(isSetting) : none;
    },
    enabled: isAsked,
    retry: false,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    refetchInterval: pause,
  });
  if (!isAsked) return none;
  return isFetchedAfterMount ? (data ?? none) : null;
}

const none: readonly MetaSetting[] = [];

function mayRead({ entities }: Meta): boolean {
  const fields = entities.flatMap((entity) => [...entity.fields, ...entity.transitions.flatMap(({ input }) => input)]);
  return fields.some((field) =>
    [field.requiredWhen, field.readOnlyWhen, field.visibleWhen, field.defaultExpression].some((text) => text !== undefined && /\bsettings\b/u.test(text)),
  );
}

function isSetting(json: unknown): json is MetaSetting {
  return typeof json === 'object' && json !== null && 'path' in json && 'kind' in json && 'values' in json;
}

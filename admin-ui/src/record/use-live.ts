import { useEffect, useState } from 'react';
import type { Meta, MetaEntity, MetaSetting } from '../../../schemas/generated/types.js';
import { request } from '../api/request.js';
import { useMeta } from '../meta/meta-context.js';
import type { LiveValues } from './live-values.js';

/** The engine of expressions, a chunk of its own that is fetched where it is wanted, with the settings that they read as these are then; null until it is there. */
export function useLive(isWanted = true): LiveValues | null {
  const { meta, entities } = useMeta();
  const [live, setLive] = useState<LiveValues | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    void liveIn(meta, entities).then((made) => isCurrent && setLive(made));
    return () => {
      isCurrent = false;
    };
  }, [meta, entities, isWanted]);
  return live;
}

async function liveIn(meta: Meta, entities: ReadonlyMap<string, MetaEntity>): Promise<LiveValues> {
  const [values, settings, told] = await Promise.all([import('./live-values.js'), import('./live-settings.js'), toldSettings(meta)]);
  return new values.LiveValues(meta, entities, new settings.LiveSettings(told));
}

/** Asked anew by each form, since others may have changed them meanwhile; without an answer the server alone decides what hangs on them. */
async function toldSettings(meta: Meta): Promise<readonly MetaSetting[]> {
  if (!mayRead(meta)) return [];
  const [outcome] = await Promise.allSettled([request('GET', '/meta/settings')]);
  const json = outcome.status === 'fulfilled' ? outcome.value.json : null;
  return Array.isArray(json) ? json.filter(isSetting) : [];
}

function mayRead({ entities }: Meta): boolean {
  const fields = entities.flatMap((entity) => [...entity.fields, ...entity.transitions.flatMap(({ input }) => input)]);
  return fields.some((field) =>
    [field.requiredWhen, field.readOnlyWhen, field.visibleWhen, field.defaultExpression].some((text) => text !== undefined && /\bsettings\b/u.test(text)),
  );
}

function isSetting(json: unknown): json is MetaSetting {
  return typeof json === 'object' && json !== null && 'path' in json && 'kind' in json && 'values' in json;
}

import { useEffect, useState } from 'react';
import { useMeta } from '../meta/meta-context.js';
import type { LiveValues } from './live-values.js';

/** The engine of expressions, a chunk of its own that is fetched where it is wanted; null until it is there. */
export function useLive(isWanted = true): LiveValues | null {
  const { meta, entities } = useMeta();
  const [live, setLive] = useState<LiveValues | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    void import('./live-values.js').then((module) => isCurrent && setLive(new module.LiveValues(meta, entities)));
    return () => {
      isCurrent = false;
    };
  }, [meta, entities, isWanted]);
  return live;
}

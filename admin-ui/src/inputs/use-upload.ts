import { useCallback, useContext, useEffect, useRef, useState } from 'react';
import { BusyInputsContext } from './busy-inputs.js';

/** The uploads of one input, of which only the latest counts. */
export interface Upload {
  readonly isBusy: boolean;
  /** What comes of it is passed over when another one has begun since, when it was dropped, or when the input is gone. */
  run<Made>(work: () => Promise<Made>, made: (what: Made) => void, failed: (failure: unknown) => void): Promise<void>;
  /** What is under way is not wanted any more. */
  drop(): void;
}

/** Uploads in the order in which they were begun, however long each takes; the form waits for them. */
export function useUpload(): Upload {
  const hold = useContext(BusyInputsContext);
  const latest = useRef({});
  const [isBusy, setBusy] = useState(false);
  const drop = useCallback(() => {
    latest.current = {};
    setBusy(false);
  }, []);
  useEffect(() => (isBusy ? hold() : undefined), [isBusy, hold]);
  useEffect(() => drop, [drop]);
  const run: Upload['run'] = async (work, made, failed) => {
    const mine = {};
    latest.current = mine;
    setBusy(true);
    const [outcome] = await Promise.allSettled([work()]);
    if (latest.current !== mine) return;
    setBusy(false);
    if (outcome.status === 'fulfilled') made(outcome.value);
    else failed(outcome.reason);
  };
  return { isBusy, run, drop };
}

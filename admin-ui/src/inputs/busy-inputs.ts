import { createContext, useCallback, useState } from 'react';

/** Called by an input when it begins something that a save must wait for, as an upload; what it gives is called when that has ended. */
export type Hold = () => () => void;

/** Given by each form to its inputs; outside of a form nothing waits. */
export const BusyInputsContext = createContext<Hold>(() => () => undefined);

/** Whether inputs of a form still work: until they have ended the form is not saved. */
export function useBusyInputs(): { readonly isBusy: boolean; readonly hold: Hold } {
  const [count, setCount] = useState(0);
  const hold = useCallback<Hold>(() => {
    setCount((before) => before + 1);
    return () => setCount((before) => before - 1);
  }, []);
  return { isBusy: count > 0, hold };
}

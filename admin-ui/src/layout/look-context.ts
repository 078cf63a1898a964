import { createContext, useContext } from 'react';
import type { useLook } from '../theme/use-look.js';

/** Light or dark, and how to choose. */
export const LookContext = createContext<ReturnType<typeof useLook>>({ look: 'light', choose: () => undefined });

/** The look of the screens. */
export function useChosenLook(): ReturnType<typeof useLook> {
  return useContext(LookContext);
}

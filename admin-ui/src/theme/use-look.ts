import { useEffect, useState } from 'react';

/** Light or dark, as chosen on this device or else as the system says. */
export type Look = 'light' | 'dark';

const key = 'trellis.look';

/** The look, and how to choose it; null follows the system. */
export function useLook(): { readonly look: Look; choose(look: Look | null): void } {
  const [chosen, setChosen] = useState<Look | null>(() => stored());
  const [system, setSystem] = useState<Look>(() => (darkQuery().matches ? 'dark' : 'light'));
  useEffect(() => {
    const query = darkQuery();
    const heard = (): void => setSystem(query.matches ? 'dark' : 'light');
    query.addEventListener('change', heard);
    return () => query.removeEventListener('change', heard);
  }, []);
  return {
    look: chosen ?? system,
    choose: (look) => {
      if (look === null) localStorage.removeItem(key);
      else localStorage.setItem(key, look);
      setChosen(look);
    },
  };
}

function darkQuery(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

function stored(): Look | null {
  const look = localStorage.getItem(key);
  return look === 'light' || look === 'dark' ? look : null;
}

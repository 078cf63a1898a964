import { useListContext } from 'react-admin';

/** The day that a list of balances is told at; null for now. */
export function useAsOf(): string | null {
  const { filterValues } = useListContext();
  const day: unknown = filterValues['_asOf'];
  return typeof day === 'string' ? day : null;
}

import type { ReactElement } from 'react';
import { useListContext } from 'react-admin';
import { PageSteps } from './page-steps.js';

/** Which rows of the list around, and the way to the others. */
export function Pager(): ReactElement | null {
  const { page, perPage, total, setPage, data } = useListContext();
  return total === undefined || data === undefined ? null : <PageSteps {...{ page, perPage, total, setPage }} />;
}

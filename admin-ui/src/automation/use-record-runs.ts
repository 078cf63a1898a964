import { useQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import { request } from '../api/request.js';
import { LocaleContext } from '../i18n/use-text.js';
import { isRun, type Run } from './run.js';

const most = 50;
const pauseMilliseconds = 15_000;

/** What happened by itself to a record, newest first; none until it is known. Asked anew when the record changes, and now and then while something runs. */
export function useRecordRuns(entity: string, record: string, version: number): readonly Run[] {
  const locale = useContext(LocaleContext);
  const query = new URLSearchParams({ entity, record, range: `[0,${most - 1}]` });
  const { data } = useQuery({
    queryKey: ['runs', entity, record, version, locale],
    queryFn: async () => runsIn((await request('GET', `/workflows/runs?${query.toString()}`)).json),
    retry: false,
    placeholderData: (old) => old,
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'running') === true ? pauseMilliseconds : false),
  });
  return data ?? [];
}

function runsIn(json: unknown): readonly Run[] {
  return Array.isArray(json) ? json.filter(isRun) : [];
}

import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useContext } from 'react';
import { LocaleContext } from '../i18n/use-text.js';
import { request, type ApiAnswer } from './request.js';

/** What the server says at a path, in the user's language; asked again after so many seconds while the page is looked at. */
export function useAnswer(path: string, seconds: (answer: ApiAnswer | undefined) => number | null = () => null): UseQueryResult<ApiAnswer> {
  const locale = useContext(LocaleContext);
  return useQuery<ApiAnswer>({
    queryKey: ['answer', path, locale],
    queryFn: () => request('GET', path),
    retry: false,
    refetchInterval: ({ state }) => {
      const pause = seconds(state.data);
      return pause === null ? false : pause * 1000;
    },
  });
}

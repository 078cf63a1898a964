import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { messageOf } from '../api/message-of.js';
import { request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';

/** Marks notices as read, wherever they are shown; without ids all of them. */
export function useRead(): (ids?: readonly string[]) => Promise<void> {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  return async (ids) => {
    try {
      await request('POST', '/notices/read', ids === undefined ? {} : { ids });
    } catch (error) {
      notify(messageOf(error, t), { type: 'error' });
    }
    await client.invalidateQueries({ queryKey: ['answer'] });
  };
}

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { useListContext, useNotify, useRefresh } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';

/** What may be done with the chosen rows. */
export function BulkBar({ entity }: { readonly entity: MetaEntity }): ReactElement | null {
  const t = useText();
  const notify = useNotify();
  const refresh = useRefresh();
  const { selectedIds, onUnselectItems } = useListContext();
  const [isAsking, setAsking] = useState(false);
  const count = selectedIds.length;
  if (count === 0) return null;
  const remove = async (): Promise<void> => {
    setAsking(false);
    let deleted = 0;
    try {
      for (const id of selectedIds) {
        await request('DELETE', `/${entity.path}/${String(id)}`);
        deleted += 1;
      }
    } catch (error) {
      notify(messageOf(error, t), { type: 'error' });
    }
    if (deleted > 0) notify(t('list.deleted', { count: deleted }), { type: 'success' });
    onUnselectItems();
    refresh();
  };
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 1, px: 2, py: 0.75, borderRadius: 2, bgcolor: 'action.selected' }}>
      <Typography variant="body2">{t('list.selected', { count })}</Typography>
      <Button color="error" onClick={() => setAsking(true)}>
        {t('list.delete')}
      </Button>
      <Ask isOpen={isAsking} text={t('list.deleteAsk', { count })} yes={t('list.delete')} onYes={() => void remove()} onNo={() => setAsking(false)} />
    </Box>
  );
}

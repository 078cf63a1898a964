import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import RadioButtonUnchecked from '@mui/icons-material/RadioButtonUnchecked';
import IconButton from '@mui/material/IconButton';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import type { DueItem } from './due-item.js';

/** Runs the action that ends what is due; nothing where there is none. */
export function TickOff({ entity, item }: { readonly entity: MetaEntity; readonly item: DueItem }): ReactElement | null {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const [isDone, setDone] = useState(false);
  const action = entity.transitions.find(({ name }) => name === item.ends);
  if (action === undefined) return null;
  const name = item.label ?? entity.label;
  const finish = async (): Promise<void> => {
    setDone(true);
    try {
      await request('POST', `/${entity.path}/${item.id}/actions/${action.name}`, {});
      notify(t('day.finished', { name }), { type: 'success' });
    } catch (error) {
      setDone(false);
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    }
    await client.invalidateQueries();
  };
  return (
    <IconButton size="small" disabled={isDone} aria-label={t('day.finish', { action: action.label, name })} onClick={() => void finish()}>
      {isDone ? <CheckCircleOutlined fontSize="small" color="primary" /> : <RadioButtonUnchecked fontSize="small" />}
    </IconButton>
  );
}

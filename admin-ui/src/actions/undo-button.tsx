import UndoOutlined from '@mui/icons-material/UndoOutlined';
import Button from '@mui/material/Button';
import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { useQueryClient } from '@tanstack/react-query';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';

interface UndoButtonProps {
  readonly entity: MetaEntity;
  readonly record: ReadonlyMap<string, unknown>;
}

/** Takes the last transition back, where the record says that it can be. */
export function UndoButton({ entity, record }: UndoButtonProps): ReactElement | null {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const action = membersOf(record.get('_undo')).get('action');
  const transition = entity.transitions.find(({ name }) => name === action);
  if (transition === undefined) return null;
  const name = transition.label;
  const undo = async (): Promise<void> => {
    setAsking(false);
    try {
      await request('POST', `/${entity.path}/${String(record.get('id'))}/actions/undo`, { version: record.get('version') });
      notify(t('action.undone', { name }), { type: 'success' });
    } catch (error) {
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    } finally {
      await client.invalidateQueries();
    }
  };
  return (
    <>
      <Button color="inherit" startIcon={<UndoOutlined />} onClick={() => setAsking(true)}>
        {t('action.undo', { name })}
      </Button>
      <Ask isOpen={isAsking} text={t('action.undoAsk', { name })} yes={t('action.undo', { name })} onYes={() => void undo()} onNo={() => setAsking(false)} />
    </>
  );
}

import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';

/** Opens the form of a new record with what the server says is copied. */
export function DuplicateButton({ entity, id }: { readonly entity: MetaEntity; readonly id: string }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const duplicate = async (): Promise<void> => {
    try {
      const { json } = await request('GET', `/${entity.path}/${id}/duplicate`);
      await navigate(`/${entity.path}/create`, { state: { values: json } });
    } catch (error) {
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    }
  };
  return (
    <Button color="inherit" onClick={() => void duplicate()}>
      {t('record.duplicate')}
    </Button>
  );
}

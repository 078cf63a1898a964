import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import EditOutlined from '@mui/icons-material/EditOutlined';
import LockOutlined from '@mui/icons-material/LockOutlined';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { useState, type ReactElement } from 'react';
import { useNotify, useRedirect } from 'react-admin';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { TransitionButton } from '../actions/transition-button.js';
import { UndoButton } from '../actions/undo-button.js';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';
import { DuplicateButton } from './duplicate-button.js';
import { PasswordReset } from './password-reset.js';

interface RecordActionsProps {
  readonly entity: MetaEntity;
  readonly record: ReadonlyMap<string, unknown>;
  readonly isFrozen: boolean;
}

/** What may be done with a record now: its transitions, then change, copy and delete. */
export function RecordActions({ entity, record, isFrozen }: RecordActionsProps): ReactElement {
  const t = useText();
  const id = String(record.get('id'));
  const allowed = record.get('_actions');
  const transitions = entity.transitions.filter(({ name }) => Array.isArray(allowed) && allowed.includes(name));
  const refused = membersOf(record.get('_refused'));
  return (
    <>
      {entity.id === 'core.user' ? <PasswordReset id={id} /> : null}
      {entity.can.delete && !isFrozen ? <DeleteButton entity={entity} id={id} label={String(record.get('_label') ?? '')} /> : null}
      {entity.can.create && entity.kind !== 'settings' ? <DuplicateButton entity={entity} id={id} /> : null}
      {entity.can.update && !isFrozen ? (
        <Button
          component={Link}
          to={`/${entity.path}/${id}`}
          variant="outlined"
          color="inherit"
          startIcon={<EditOutlined />}
          sx={{ borderColor: 'divider', bgcolor: 'background.paper' }}
        >
          {t('record.edit')}
        </Button>
      ) : null}
      <UndoButton entity={entity} record={record} />
      {entity.transitions
        .filter(({ name }) => refused.has(name))
        .map(({ name, label }) => (
          <RefusedButton key={name} label={label} reason={String(refused.get(name))} />
        ))}
      {transitions.map((transition) => (
        <TransitionButton key={transition.name} entity={entity} transition={transition} record={record} />
      ))}
    </>
  );
}

/** A transition that somebody else has to run; pressed or pointed at, it says why. */
function RefusedButton({ label, reason }: { readonly label: string; readonly reason: string }): ReactElement {
  const notify = useNotify();
  return (
    <Tooltip title={reason}>
      <Button
        variant="outlined"
        color="inherit"
        aria-disabled
        aria-label={`${label}. ${reason}`}
        startIcon={<LockOutlined />}
        onClick={() => notify(reason, { type: 'info', multiLine: true })}
        sx={{ borderColor: 'divider', color: 'text.secondary', bgcolor: 'background.paper' }}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

function DeleteButton({ entity, id, label }: { readonly entity: MetaEntity; readonly id: string; readonly label: string }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const redirect = useRedirect();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    try {
      await request('DELETE', `/${entity.path}/${id}`);
      notify(t('record.deleted'), { type: 'success' });
      redirect('list', entity.path);
      client.removeQueries({ queryKey: [entity.path] });
    } catch (error) {
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    }
  };
  return (
    <>
      <Button color="inherit" startIcon={<DeleteOutlined />} onClick={() => setAsking(true)}>
        {t('record.delete')}
      </Button>
      <Ask isOpen={isAsking} text={t('record.deleteAsk', { name: label })} yes={t('record.delete')} onYes={() => void remove()} onNo={() => setAsking(false)} />
    </>
  );
}

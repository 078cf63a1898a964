import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { useQueryClient } from '@tanstack/react-query';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { useText } from '../i18n/use-text.js';
import type { Values } from '../record/use-draft.js';
import { ActionDialog } from './action-dialog.js';
import { runOnSeveral, type Failure } from './run-on-several.js';

interface BulkActionProps {
  readonly entity: MetaEntity;
  readonly transition: MetaTransition;
  readonly ids: readonly string[];
  /** How the records are called, as far as it is known. */
  readonly labels: ReadonlyMap<string, string>;
  onDone(): void;
  onClose(): void;
}

/** Runs a transition on the chosen rows and tells which of them refused, and why. */
export function BulkAction({ entity, transition, ids, labels, onDone, onClose }: BulkActionProps): ReactElement {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const [count] = useState(ids.length);
  const run = async (input: Values): Promise<void> => {
    const failed = await runOnSeveral(entity, ids, transition, input);
    await client.invalidateQueries();
    if (failed.length > 0) {
      setFailures(failed);
      return;
    }
    notify(t('action.doneSeveral', { name: transition.label, count }), { type: 'success' });
    onClose();
    onDone();
  };
  if (failures.length === 0) {
    const ask = transition.ask ?? t('action.several', { count });
    return <ActionDialog {...{ entity, run, onClose }} record={null} transition={{ ...transition, ask }} />;
  }
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-label={transition.label}>
      <DialogTitle sx={{ fontSize: '1.0625rem', fontWeight: 600 }}>
        {t('action.notDone', { done: count - failures.length, failed: failures.length })}
      </DialogTitle>
      <DialogContent>
        {failures.map(({ id, problem }) => (
          <Typography key={id} variant="body2" sx={{ mb: 1 }}>
            <strong>{labels.get(id) ?? entity.label}</strong>:{' '}
            {[messageOf(problem, t), ...problem.parts.flatMap((part) => (part.pointer === '' ? [] : part.message))].join(' ')}
          </Typography>
        ))}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" autoFocus onClick={onClose}>
          {t('record.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { useText } from '../i18n/use-text.js';
import { goneCode, type Failure } from './run-on-several.js';

interface FailuresDialogProps {
  readonly entity: MetaEntity;
  readonly title: string;
  readonly count: number;
  readonly failures: readonly Failure[];
  /** How the records are called, as far as it is known. */
  readonly labels: ReadonlyMap<string, string>;
  onClose(): void;
}

/** On how many of several records something was done, and on which not, and why. */
export function FailuresDialog({ entity, title, count, failures, labels, onClose }: FailuresDialogProps): ReactElement {
  const t = useText();
  const why = ({ problem }: Failure): string =>
    problem.code === goneCode
      ? t('list.noLongerFound')
      : [messageOf(problem, t), ...problem.parts.flatMap((part) => (part.pointer === '' ? [] : part.message))].join(' ');
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-label={title}>
      <DialogTitle sx={{ fontSize: '1.0625rem', fontWeight: 600 }}>
        {t('action.notDone', { done: count - failures.length, failed: failures.length })}
      </DialogTitle>
      <DialogContent>
        {failures.map((failure) => (
          <Typography key={failure.id} variant="body2" sx={{ mb: 1 }}>
            <strong>{labels.get(failure.id) || entity.label}</strong>: {why(failure)}
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

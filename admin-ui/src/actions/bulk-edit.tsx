import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { BusyInputsContext, useBusyInputs } from '../inputs/busy-inputs.js';
import type { Values } from '../record/use-draft.js';
import { BulkEditFields } from './bulk-edit-fields.js';
import { BulkEditSummary } from './bulk-edit-summary.js';
import { FailuresDialog } from './failures-dialog.js';
import { editSeveral, type Chosen, type Failure } from './run-on-several.js';
import { useBulkEdit, type BulkEditing } from './use-bulk-edit.js';

interface BulkEditProps {
  readonly entity: MetaEntity;
  readonly chosen: Chosen;
  /** How the records are called, as far as it is known. */
  readonly labels: ReadonlyMap<string, string>;
  onDone(): void;
  onClose(): void;
}

/** Gives the same values to fields of all chosen rows, once it is seen what becomes of them, and tells which refused. */
export function BulkEdit({ entity, chosen: rows, labels, onDone, onClose }: BulkEditProps): ReactElement {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  // As they were when the dialog opened: the list behind it goes on.
  const [chosen] = useState(rows);
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const count = chosen.ids.length;
  const apply = async (changes: Values, told: (done: number) => void): Promise<void> => {
    const failed = await editSeveral(entity, chosen, changes, told);
    await client.invalidateQueries();
    if (failed.length > 0) return setFailures(failed);
    notify(t('bulk.done', { count }), { type: 'success' });
    onClose();
    onDone();
  };
  const title = t('bulk.title', { count });
  if (failures.length > 0) return <FailuresDialog {...{ entity, title, count, failures, labels, onClose }} />;
  return <EditDialog {...{ entity, title, count, apply, onClose }} />;
}

interface EditDialogProps extends Pick<BulkEditProps, 'entity' | 'onClose'> {
  readonly title: string;
  readonly count: number;
  /** Throws what all of them find wrong. */
  apply(changes: Values, told: (done: number) => void): Promise<void>;
}

function EditDialog({ entity, title, count, apply, onClose }: EditDialogProps): ReactElement {
  const t = useText();
  const id = useId();
  const { isBusy, hold } = useBusyInputs();
  const editing = useBulkEdit(entity, isBusy, apply);
  const { saving, isSeen, done } = editing;
  const isHeld = saving.isSaving || isBusy || editing.fields.length === 0;
  return (
    <Dialog open onClose={saving.isSaving ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={`${id}title`}>
      <DialogTitle id={`${id}title`} sx={{ fontSize: '1.0625rem', fontWeight: 600 }}>
        {title}
      </DialogTitle>
      <DialogContent>
        <Box component="form" id={`${id}form`} noValidate onSubmit={editing.submit} sx={{ display: 'grid', gap: 2, pt: 0.75 }}>
          <Refusal editing={editing} />
          <BusyInputsContext value={hold}>
            {isSeen ? <BulkEditSummary editing={editing} count={count} /> : <BulkEditFields editing={editing} />}
          </BusyInputsContext>
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Box role="status" sx={{ flexGrow: 1, fontSize: '0.875rem', color: 'text.secondary' }}>
          {saving.isSaving ? t('bulk.progress', { done, count }) : null}
        </Box>
        <Button onClick={isSeen ? editing.back : onClose} color="inherit" disabled={saving.isSaving}>
          {t(isSeen ? 'bulk.back' : 'record.cancel')}
        </Button>
        <Button key={String(isSeen)} type="submit" form={`${id}form`} variant="contained" disabled={isHeld} autoFocus={isSeen}>
          {isSeen ? t('bulk.apply', { count }) : t('bulk.next')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** What is wrong for all of them, beside what is said at the fields. */
function Refusal({ editing: { saving, fields } }: { readonly editing: BulkEditing }): ReactElement | null {
  if (saving.message === null) return null;
  const elsewhere = saving.parts.filter(({ pointer }) => !fields.some(({ name }) => pointer === `/${name}`));
  return (
    <Alert severity="error">
      {saving.message}
      {elsewhere.map((part) => (
        <div key={`${part.pointer} ${part.code}`}>{part.message}</div>
      ))}
    </Alert>
  );
}

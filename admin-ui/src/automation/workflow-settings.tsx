import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { BusyInputsContext, useBusyInputs } from '../inputs/busy-inputs.js';
import { FieldInput } from '../inputs/field-input.js';
import { useSaving } from '../record/use-saving.js';
import type { Workflow } from './workflow.js';

/** The settings of a workflow, in the inputs that their fields ask for; what the server finds wrong is said at the field. */
export function WorkflowSettings({ workflow, onClose }: { readonly workflow: Workflow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const saving = useSaving();
  const { isBusy, hold } = useBusyInputs();
  const [values, setValues] = useState<ReadonlyMap<string, unknown>>(new Map(Object.entries(workflow.settings)));
  const errors = new Map(saving.parts.map((part) => [part.pointer, part.message]));
  const save = (): Promise<void> =>
    saving.run(async () => {
      await request('PATCH', `/workflows/${workflow.id}`, { settings: Object.fromEntries(values) });
      await client.invalidateQueries();
      notify(t('auto.settingsSaved'), { type: 'success' });
      onClose();
    });
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="workflow-settings">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void save();
        }}
      >
        <DialogTitle id="workflow-settings" sx={{ fontSize: '1rem', fontWeight: 600, pb: 0.5 }}>
          {workflow.label}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <Typography variant="body2" color="textSecondary">
            {t('auto.settingsHint')}
          </Typography>
          {saving.message === null ? null : <Alert severity="error">{saving.message}</Alert>}
          <BusyInputsContext value={hold}>
            <Fields {...{ workflow, values, errors }} set={(name, value) => setValues((old) => new Map([...old, [name, value]]))} />
          </BusyInputsContext>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={onClose} color="inherit">
            {t('record.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={saving.isSaving || isBusy}>
            {t('record.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  readonly workflow: Workflow;
  readonly values: ReadonlyMap<string, unknown>;
  readonly errors: ReadonlyMap<string, string>;
  set(name: string, value: unknown): void;
}

function Fields({ workflow, values, errors, set }: FieldsProps): readonly ReactElement[] {
  return workflow.fields.map((field) => (
    <FieldInput key={field.name} entity={null} field={field} record={values} error={errors.get(`/settings/${field.name}`)} set={set} />
  ));
}

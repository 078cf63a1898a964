import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useId, useMemo, useState, type ReactElement, type SyntheticEvent } from 'react';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { BusyInputsContext, useBusyInputs } from '../inputs/busy-inputs.js';
import { FieldInput } from '../inputs/field-input.js';
import { sendable } from '../record/sendable.js';
import { useDraft, type Draft, type Values } from '../record/use-draft.js';
import { useOnlyChoices } from '../record/use-only-choices.js';
import { useSaving } from '../record/use-saving.js';
import { askedFields, knownAnswers } from './asked-fields.js';
import { TakeLines } from './take-lines.js';
import { sentLines, useTaken } from './use-taken.js';

interface ActionDialogProps {
  readonly entity: MetaEntity;
  readonly transition: MetaTransition;
  /** Null where it is run on several. */
  readonly record: ReadonlyMap<string, unknown> | null;
  /** What the server said already, when it was run without asking. */
  readonly refusal?: string | null;
  /** Throws what the server refuses. */
  run(input: Values): Promise<void>;
  onClose(): void;
}

/** Asks what a transition asks, runs it, and shows what the server refuses, at the fields where it can. */
export function ActionDialog({ entity, transition, record, refusal, run, onClose }: ActionDialogProps): ReactElement {
  const t = useText();
  const id = useId();
  // As it was when the dialog opened: an answer that fills a field does not take the question away.
  const [before] = useState(record);
  const asked = useMemo(
    () => ({ ...entity, id: `${entity.id} ${transition.name}`, fields: [...askedFields(entity, transition, before)] }),
    [entity, transition, before],
  );
  const draft = useDraft(asked, knownAnswers(transition, before), true, before);
  useOnlyChoices(asked, draft);
  const taken = useTaken(entity, transition, before);
  const saving = useSaving();
  const { isBusy, hold } = useBusyInputs();
  const message = saving.message ?? (saving.isSaving ? null : (refusal ?? null));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBusy) void saving.run(() => run({ ...sendable(asked, draft, false), ...sentLines(taken.lines) }));
  };
  const errors = new Map(saving.parts.map((part) => [part.pointer, part.message]));
  const elsewhere = saving.parts.filter(
    ({ pointer }) => !asked.fields.some((field) => pointer === `/${field.name}`) && !/^\/lines\/\d+\/quantity$/u.test(pointer),
  );
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby={`${id}title`}>
      <DialogTitle id={`${id}title`} sx={{ fontSize: '1.0625rem', fontWeight: 600 }}>
        {transition.label}
      </DialogTitle>
      <DialogContent>
        <Box component="form" id={`${id}form`} noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2, pt: 0.75 }}>
          {message === null ? null : (
            <Alert severity="error">
              {message}
              {elsewhere.map((part) => (
                <div key={`${part.pointer} ${part.code}`}>{part.message}</div>
              ))}
            </Alert>
          )}
          {transition.ask === null ? null : <Typography>{transition.ask}</Typography>}
          {taken.lines === null ? null : <TakeLines {...{ transition, errors }} lines={taken.lines} set={taken.set} />}
          <BusyInputsContext value={hold}>
            <Answers {...{ asked, draft, errors }} />
          </BusyInputsContext>
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose} color="inherit">
          {t('record.cancel')}
        </Button>
        <Button type="submit" form={`${id}form`} variant="contained" disabled={saving.isSaving || isBusy} autoFocus={asked.fields.length === 0}>
          {transition.label}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface AnswersProps {
  readonly asked: MetaEntity;
  readonly draft: Draft;
  readonly errors: ReadonlyMap<string, string>;
}

function Answers({ asked, draft, errors }: AnswersProps): readonly ReactElement[] {
  const values = new Map(Object.entries(draft.values));
  return asked.fields.map((field) => (
    <FieldInput key={field.name} entity={asked} field={field} record={values} error={errors.get(`/${field.name}`)} set={draft.set} />
  ));
}

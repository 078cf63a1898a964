import AttachFileOutlined from '@mui/icons-material/AttachFileOutlined';
import CloseOutlined from '@mui/icons-material/CloseOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import FormHelperText from '@mui/material/FormHelperText';
import IconButton from '@mui/material/IconButton';
import { useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { messageOf } from '../api/message-of.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useUpload } from '../inputs/use-upload.js';
import { useText, type Say } from '../i18n/use-text.js';
import { idsIn, knownFiles } from './known-files.js';
import { Labelled } from './labelled.js';
import { uploadFile } from './upload-file.js';

/** Attached files: uploaded when they are chosen, taken by the record when it is saved. */
export function FileInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  const t = useText();
  const [fresh, setFresh] = useState<ReadonlyMap<string, string>>(new Map());
  const { isBusy, run } = useUpload();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const isList = field.type === 'files';
  const ids = idsIn(record.get(field.name));
  const names = new Map([...knownFiles(record, field.name).map(({ id, name }) => [id, name] as const), ...fresh]);
  // Files may be removed while others are on their way.
  const present = useRef(ids);
  useLayoutEffect(() => void (present.current = ids));
  const write = (next: readonly string[]): void => set(field.name, isList ? next : (next[0] ?? null));
  const take = (made: ReadonlyMap<string, string>): void => {
    if (made.size === 0) return;
    setFresh((before) => new Map([...before, ...made]));
    write([...(isList ? present.current : []), ...made.keys()]);
  };
  const upload = (chosen: readonly File[]): void => {
    setProblems([]);
    void run(
      () => uploadAll(chosen, t),
      ({ made, failed }) => {
        take(made);
        setProblems(failed);
      },
      (failure) => setProblems([messageOf(failure, t)]),
    );
  };
  return (
    <Labelled {...props}>
      {ids.map((id) => (
        <Attached key={id} name={names.get(id) ?? t('file.attached')} disabled={disabled === true} onRemove={() => write(ids.filter((one) => one !== id))} />
      ))}
      <Button component="label" variant="outlined" color="inherit" disabled={disabled === true || isBusy}>
        {t(isList ? 'file.add' : 'file.choose')}
        {isBusy ? <CircularProgress size={14} sx={{ ml: 1 }} /> : null}
        <input
          type="file"
          hidden
          multiple={isList}
          accept={(field.mediaTypes ?? []).join(',')}
          onChange={({ target }) => {
            upload([...(target.files ?? [])]);
            // The same file may be chosen again after it was removed.
            target.value = '';
          }}
        />
      </Button>
      {problems.map((problem) => (
        <FormHelperText key={problem} error>
          {problem}
        </FormHelperText>
      ))}
    </Labelled>
  );
}

/** Names by id of what was uploaded, and of each other file why it was not. */
async function uploadAll(chosen: readonly File[], t: Say): Promise<{ readonly made: ReadonlyMap<string, string>; readonly failed: readonly string[] }> {
  const made = new Map<string, string>();
  const failed: string[] = [];
  const outcomes = await Promise.allSettled(chosen.map((file) => uploadFile(file, file.name)));
  for (const [index, { name }] of chosen.entries()) {
    const outcome = outcomes[index];
    if (outcome?.status === 'fulfilled') made.set(outcome.value, name);
    else failed.push(`${name}: ${messageOf(outcome?.reason, t)}`);
  }
  return { made, failed };
}

function Attached({ name, disabled, onRemove }: { readonly name: string; readonly disabled: boolean; onRemove(): void }): ReactElement {
  const t = useText();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5, mb: 0.5 }}>
      <AttachFileOutlined sx={{ fontSize: 18, color: 'text.secondary' }} />
      <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
        {name}
      </Box>
      <IconButton size="small" aria-label={t('file.remove', { name })} disabled={disabled} onClick={onRemove}>
        <CloseOutlined fontSize="small" />
      </IconButton>
    </Box>
  );
}

import AttachFileOutlined from '@mui/icons-material/AttachFileOutlined';
import CloseOutlined from '@mui/icons-material/CloseOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import FormHelperText from '@mui/material/FormHelperText';
import IconButton from '@mui/material/IconButton';
import { useState, type ReactElement } from 'react';
import { messageOf } from '../api/message-of.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { idsIn, knownFiles } from './known-files.js';
import { Labelled } from './labelled.js';
import { uploadFile } from './upload-file.js';

/** Attached files: uploaded when they are chosen, taken by the record when it is saved. */
export function FileInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  const t = useText();
  const [fresh, setFresh] = useState<ReadonlyMap<string, string>>(new Map());
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isList = field.type === 'files';
  const ids = idsIn(record.get(field.name));
  const names = new Map([...knownFiles(record, field.name).map(({ id, name }) => [id, name] as const), ...fresh]);
  const write = (next: readonly string[]): void => set(field.name, isList ? next : (next[0] ?? null));
  const upload = async (chosen: readonly File[]): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const made = await Promise.all(chosen.map(async (file) => [await uploadFile(file, file.name), file.name] as const));
      setFresh(new Map([...fresh, ...made]));
      write([...(isList ? ids : []), ...made.map(([id]) => id)]);
    } catch (failure) {
      setProblem(messageOf(failure, t));
    } finally {
      setBusy(false);
    }
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
            void upload([...(target.files ?? [])]);
            // The same file may be chosen again after it was removed.
            target.value = '';
          }}
        />
      </Button>
      {problem === null ? null : <FormHelperText error>{problem}</FormHelperText>}
    </Labelled>
  );
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

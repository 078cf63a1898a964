import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { useUpload } from './use-upload.js';

interface ImageInputProps {
  readonly label: string;
  readonly value: string | null;
  /** Where the saved picture is served. */
  readonly source: string | null;
  readonly help?: string | null;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  onChange(value: string | null): void;
}

/** A picture: uploaded when it is chosen, taken by the record when it is saved. */
export function ImageInput({ label, value, source, help, error, disabled, onChange }: ImageInputProps): ReactElement {
  const t = useText();
  const [preview, setPreview] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { run, drop } = useUpload();
  const upload = (file: File | undefined): void => {
    if (file === undefined) return;
    void run(
      () => request('POST', `/files?name=${encodeURIComponent(file.name)}`, file),
      ({ json }) => {
        setProblem(null);
        setPreview(URL.createObjectURL(file));
        onChange(String(membersOf(json).get('id')));
      },
      (failure) => setProblem(messageOf(failure, t)),
    );
  };
  const remove = (): void => {
    drop();
    onChange(null);
  };
  const shown = value === null ? null : (preview ?? source);
  return (
    <Box>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ mb: 0.5 }}>
        {label}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        {shown === null ? null : (
          <Box component="img" src={shown} alt={label} sx={{ maxHeight: 96, maxWidth: 160, borderRadius: 2, border: 1, borderColor: 'divider' }} />
        )}
        <Button component="label" variant="outlined" color="inherit" disabled={disabled === true}>
          {t('input.upload')}
          <input type="file" accept="image/png,image/jpeg,image/gif,image/webp" hidden onChange={({ target }) => upload(target.files?.[0])} />
        </Button>
        {value === null ? null : (
          <Button color="inherit" disabled={disabled === true} onClick={remove}>
            {t('input.remove')}
          </Button>
        )}
      </Box>
      {(error ?? problem ?? help ?? null) === null ? null : (
        <FormHelperText error={(error ?? problem ?? null) !== null}>{error ?? problem ?? help}</FormHelperText>
      )}
    </Box>
  );
}

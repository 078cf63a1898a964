import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { named, shownError } from './named.js';

/** A secret is written, never shown: what is there stays until something else is typed. */
export function SecretInput(props: FieldInputProps): ReactElement {
  const t = useText();
  const { field, record, set } = props;
  const value = record.get(field.name);
  const isKept = value === true;
  const { helperText, ...shown } = shownError(props);
  return (
    <TextField
      {...named(props)}
      {...shown}
      type="password"
      value={typeof value === 'string' ? value : ''}
      helperText={helperText ?? (isKept ? t('secret.kept') : null)}
      placeholder={isKept ? '••••••••' : (field.placeholder ?? '')}
      onChange={({ target }) => set(field.name, target.value === '' ? null : target.value)}
      slotProps={{ htmlInput: { autoComplete: 'new-password', ...named(props, 'aria') }, inputLabel: isKept ? { shrink: true } : {} }}
    />
  );
}

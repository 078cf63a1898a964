import TextField from '@mui/material/TextField';
import { useState, type ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { named, shownError } from './named.js';

/** JSON as text; what is no JSON yet stays as typed, and the server says what is wrong with it. */
export function JsonInput(props: FieldInputProps): ReactElement {
  const { field, record, set } = props;
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const value = record.get(field.name) ?? null;
  const shown = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const below = shownError(props);
  return (
    <TextField
      {...named(props)}
      {...below}
      error={below.error || typeof value === 'string'}
      helperText={below.helperText ?? (typeof value === 'string' ? t('json.wrong') : null)}
      multiline
      minRows={3}
      maxRows={16}
      value={typed ?? shown}
      onBlur={() => setTyped(null)}
      onChange={({ target }) => {
        setTyped(target.value);
        set(field.name, target.value.trim() === '' ? null : parsed(target.value));
      }}
      slotProps={{ htmlInput: { ...named(props, 'aria'), spellCheck: false, style: { fontFamily: 'monospace', fontSize: '0.8125rem' } } }}
    />
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

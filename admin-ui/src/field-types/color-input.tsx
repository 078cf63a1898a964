import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { named, shownError } from './named.js';

/** A colour, chosen or typed. */
export function ColorInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  const t = useText();
  const value = String(record.get(field.name) ?? '');
  const write = (text: string): void => set(field.name, text === '' ? null : text);
  return (
    <TextField
      {...named(props)}
      {...shownError(props)}
      value={value}
      onChange={({ target }) => write(target.value.trim())}
      slotProps={{
        htmlInput: { ...named(props, 'aria'), maxLength: 7, placeholder: '#2e7d32', autoComplete: 'off' },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <Box
                component="input"
                type="color"
                aria-label={t('color.choose', { name: field.label })}
                disabled={disabled === true}
                value={/^#[0-9a-f]{6}$/iu.test(value) ? value.toLowerCase() : '#ffffff'}
                onChange={({ target }: { readonly target: { readonly value: string } }) => write(target.value)}
                sx={{ width: 28, height: 28, p: 0, border: 0, bgcolor: 'transparent', cursor: 'pointer' }}
              />
            </InputAdornment>
          ),
        },
      }}
    />
  );
}

import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import type { FieldInputProps } from './field-input.js';

/** One of the options of the field. */
export function EnumInput({ field, record, error, disabled, ariaLabel, set }: FieldInputProps): ReactElement {
  const t = useText();
  const value = String(record.get(field.name) ?? '');
  return (
    <TextField
      select
      {...(ariaLabel === undefined ? { label: field.label } : {})}
      value={value}
      required={field.required}
      disabled={disabled === true}
      error={error !== undefined}
      helperText={error ?? (ariaLabel === undefined ? field.help : undefined)}
      onChange={({ target }) => set(field.name, target.value === '' ? null : target.value)}
      slotProps={ariaLabel === undefined ? {} : { select: { SelectDisplayProps: { 'aria-label': ariaLabel } } }}
    >
      {field.required ? null : <MenuItem value="">{t('record.empty')}</MenuItem>}
      {(field.options ?? []).map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

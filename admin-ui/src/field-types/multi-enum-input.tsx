import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { named, shownError } from './named.js';

/** Several options. */
export function MultiEnumInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, ariaLabel, set } = props;
  const t = useText();
  const value = record.get(field.name);
  const options = field.options ?? [];
  return (
    <Autocomplete
      multiple
      size="small"
      disableCloseOnSelect
      disabled={disabled === true}
      options={options.map((option) => option.value)}
      getOptionLabel={(option) => options.find((one) => one.value === option)?.label ?? option}
      value={Array.isArray(value) ? value.map(String) : []}
      noOptionsText={t('input.noMatch')}
      onChange={(_, next) => set(field.name, next)}
      renderInput={(params) => <TextField {...params} {...named(props)} {...shownError(props)} required={false} aria-label={ariaLabel ?? field.label} />}
    />
  );
}

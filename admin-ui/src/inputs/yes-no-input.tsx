import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Switch from '@mui/material/Switch';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import { EnumInput } from './enum-input.js';
import type { FieldInputProps } from './field-input.js';

/** Yes or no; of a setting, which others say while it is left empty, also neither. */
export function YesNoInput(props: FieldInputProps): ReactElement {
  return props.field.inherits === true ? <YesNoOrNeither {...props} /> : <YesNo {...props} />;
}

function YesNo({ field, record, error, disabled, ariaLabel, set }: FieldInputProps): ReactElement {
  const control = (
    <Switch
      size="small"
      checked={record.get(field.name) === true}
      disabled={disabled === true}
      onChange={({ target }) => set(field.name, target.checked)}
      slotProps={{ input: { 'aria-label': ariaLabel ?? field.label } }}
    />
  );
  if (ariaLabel !== undefined) return control;
  return (
    <Box>
      <FormControlLabel control={control} label={field.label} sx={{ ml: 0, gap: 1, minHeight: 40 }} />
      {(error ?? field.help) === null ? null : <FormHelperText error={error !== undefined}>{error ?? field.help}</FormHelperText>}
    </Box>
  );
}

function YesNoOrNeither(props: FieldInputProps): ReactElement {
  const t = useText();
  const options = [
    { value: 'true', label: t('record.yes'), color: 'grey' },
    { value: 'false', label: t('record.no'), color: 'grey' },
  ];
  const set = (name: string, value: unknown): void => props.set(name, value === null ? null : value === 'true');
  return <EnumInput {...props} field={{ ...props.field, options }} set={set} />;
}

import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';

interface OptionsInputProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: readonly string[];
  onChange(value: readonly string[]): void;
}

/** Any of several options. */
export function OptionsInput({ label, options, value, onChange }: OptionsInputProps): ReactElement {
  return (
    <Autocomplete
      multiple
      size="small"
      options={options.map((option) => option.value)}
      getOptionLabel={(option) => options.find((one) => one.value === option)?.label ?? option}
      value={[...value]}
      onChange={(_, next) => onChange(next)}
      renderInput={(props) => <TextField {...props} label={label} />}
    />
  );
}

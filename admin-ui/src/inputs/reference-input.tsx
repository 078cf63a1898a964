import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useState, type ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import type { LineSource } from './line-source.js';
import { useChoices, useLabel, type Choice } from './reference-options.js';

interface ReferenceInputProps {
  readonly label?: string;
  readonly ariaLabel?: string;
  readonly field: MetaField;
  readonly value: string | null;
  readonly knownLabel: string | null;
  /** Of a reference to a line: where the lines to choose from lie. */
  readonly source?: LineSource | null;
  /** Records that other lines have and this one may not. */
  readonly taken?: ReadonlySet<string> | null;
  readonly error?: string | undefined;
  readonly help?: string | null;
  readonly disabled?: boolean;
  onChange(choice: Choice | null): void;
}

/** One record of another entity, found by typing. */
export function ReferenceInput({
  label,
  ariaLabel,
  field,
  value,
  knownLabel,
  source,
  taken,
  error,
  help,
  disabled,
  onChange,
}: ReferenceInputProps): ReactElement {
  const t = useText();
  const target = useEntity(field.target);
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const choices = useChoices(target, typed, field.choices, isOpen, source ?? {});
  const shown = useLabel(target, value, knownLabel);
  const current: Choice | null = value === null ? null : { id: value, label: shown, record: new Map() };
  return (
    <Autocomplete
      size="small"
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      options={choices}
      filterOptions={(options) => (taken === undefined || taken === null ? options : options.filter(({ id }) => !taken.has(id)))}
      getOptionLabel={(choice) => choice.label}
      getOptionKey={(choice) => choice.id}
      isOptionEqualToValue={(one, other) => one.id === other.id}
      value={current}
      disabled={disabled === true || target === null}
      noOptionsText={t('input.noMatch')}
      onInputChange={(_, text, reason) => setTyped(reason === 'input' ? text : '')}
      onChange={(_, choice) => onChange(choice)}
      renderInput={(props) => (
        <TextField
          {...props}
          {...(label === undefined ? {} : { label })}
          required={field.required}
          error={error !== undefined}
          helperText={error ?? help}
          placeholder={field.placeholder ?? ''}
          slotProps={{ ...props.slotProps, htmlInput: { ...props.slotProps.htmlInput, ...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel }) } }}
        />
      )}
    />
  );
}

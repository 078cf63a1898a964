import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useState, type HTMLAttributes, type Key, type ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
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

interface Reference {
  readonly target: MetaEntity | null;
  readonly choices: readonly Choice[];
  readonly current: Choice | null;
  /** In full, where the box is too narrow. */
  readonly title: string;
  readonly isOpen: boolean;
  setOpen(isOpen: boolean): void;
  setTyped(text: string): void;
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
  const { target, choices, current, title, isOpen, setOpen, setTyped } = useReference({ field, value, knownLabel, source: source ?? null });
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
      renderOption={renderChoice}
      {...(ariaLabel !== undefined && target?.plays === 'unit' ? narrow : {})}
      renderInput={(props) => (
        <TextField
          {...props}
          {...(label === undefined ? {} : { label })}
          required={field.required}
          error={error !== undefined}
          helperText={error ?? help}
          placeholder={field.placeholder ?? ''}
          slotProps={{
            ...props.slotProps,
            htmlInput: {
              ...props.slotProps.htmlInput,
              title,
              ...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel }),
            },
          }}
        />
      )}
    />
  );
}

/** What is chosen, and what may be. */
function useReference({ field, value, knownLabel, source }: Required<Pick<ReferenceInputProps, 'field' | 'value' | 'knownLabel' | 'source'>>): Reference {
  const target = useEntity(field.target);
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const choices = useChoices(target, typed, field.choices, isOpen, source ?? {});
  const label = useLabel(target, value, knownLabel);
  const name = choices.find(({ id }) => id === value)?.name ?? null;
  const current = value === null ? null : { id: value, label, name, record: new Map() };
  return { target, choices, current, title: name === null ? label : `${label} — ${name}`, isOpen, setOpen, setTyped };
}

/** A choice is called as elsewhere; where that is a code, what it stands for follows. */
function renderChoice({ key, ...props }: HTMLAttributes<HTMLLIElement> & { readonly key: Key }, { label, name }: Choice): ReactElement {
  return (
    <li key={key} {...props}>
      <span>
        {label}
        {name === null ? null : <Box component="span" sx={{ color: 'text.secondary' }}>{` — ${name}`}</Box>}
      </span>
    </li>
  );
}

/** In a grid of lines a unit has little room: its code has all of it, and ends in three dots where that is not enough. It is taken back by deleting the text. */
const narrow = {
  forcePopupIcon: false,
  clearIcon: null,
  // The list says more than the cell has room for.
  slotProps: { popper: { sx: { minWidth: 'max-content', maxWidth: '90vw' }, placement: 'bottom-start' } },
  sx: { '& .MuiAutocomplete-input': { textOverflow: 'ellipsis' }, '&& .MuiAutocomplete-inputRoot': { pr: 1 } },
} as const;

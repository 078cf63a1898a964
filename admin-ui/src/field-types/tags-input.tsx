import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { membersOf, request } from '../api/request.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { named, shownError } from './named.js';

/** Free words; those that other records have are suggested. Enter, comma or semicolon ends a word. */
export function TagsInput(props: FieldInputProps): ReactElement {
  const { entity, field, record, disabled, ariaLabel, set } = props;
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const value = record.get(field.name);
  const words = Array.isArray(value) ? value.map(String) : [];
  const { data } = useQuery({
    queryKey: ['words', entity?.path, field.name],
    enabled: isOpen && entity !== null && entity.kind !== 'line',
    queryFn: async () => (await request('GET', `/${entity?.path ?? ''}/aggregate?group=${field.name}&measures=count`)).json,
  });
  const below = shownError(props);
  return (
    <Autocomplete
      multiple
      freeSolo
      autoSelect
      size="small"
      disabled={disabled === true}
      onOpen={() => setOpen(true)}
      options={usedWords(data, field.name)}
      filterSelectedOptions
      value={words}
      onChange={(_, next) => set(field.name, distinct(next.flatMap((word) => word.split(/[;,]/u))))}
      renderInput={(params) => (
        <TextField
          {...params}
          {...named(props)}
          {...below}
          helperText={below.helperText ?? (isOpen ? t('tags.hint') : null)}
          required={false}
          aria-label={ariaLabel ?? field.label}
        />
      )}
    />
  );
}

/** Those that most records have come first. */
function usedWords(answer: unknown, name: string): readonly string[] {
  if (!Array.isArray(answer)) return [];
  return answer
    .map(membersOf)
    .toSorted((one, other) => Number(other.get('count')) - Number(one.get('count')))
    .flatMap((row) => (typeof row.get(name) === 'string' ? [String(row.get(name))] : []));
}

function distinct(words: readonly string[]): readonly string[] {
  const known = new Map(
    words
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .toReversed()
      .map((word) => [word.toLowerCase(), word]),
  );
  return [...known.values()].toReversed();
}

import TextField from '@mui/material/TextField';
import { useContext, useState, type ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { formatDuration, parseDuration } from './duration.js';
import { named, shownError } from './named.js';

/** A length of time as people write it: 1 h 30, 1:30, 45 min. */
export function DurationInput(props: FieldInputProps): ReactElement {
  const { field, record, set } = props;
  const t = useText();
  const locale = useContext(LocaleContext);
  const [typed, setTyped] = useState<string | null>(null);
  const value = record.get(field.name) ?? null;
  const shown = typeof value === 'number' ? formatDuration(value, locale) : value === null ? '' : String(value);
  const below = shownError(props);
  return (
    <TextField
      {...named(props)}
      {...below}
      helperText={below.helperText ?? (typed === null ? null : t('duration.hint'))}
      value={typed ?? shown}
      onFocus={(event) => {
        setTyped(shown);
        event.target.select();
      }}
      onBlur={() => setTyped(null)}
      onChange={({ target }) => {
        setTyped(target.value);
        set(field.name, target.value.trim() === '' ? null : (parseDuration(target.value) ?? target.value));
      }}
      slotProps={{ htmlInput: { ...named(props, 'aria'), autoComplete: 'off', style: { textAlign: 'right' } } }}
    />
  );
}

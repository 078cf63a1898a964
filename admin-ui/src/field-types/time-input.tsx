import { AdapterDateFns } from '@mui/x-date-pickers/AdapterDateFns';
import { LocalizationProvider } from '@mui/x-date-pickers/LocalizationProvider';
import { TimeField } from '@mui/x-date-pickers/TimeField';
import { format, isValid, parse } from 'date-fns';
import { useState, type ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { named, shownError } from './named.js';

/** A time of day on a 24-hour clock; seconds only where there are some. */
export function TimeInput(props: FieldInputProps): ReactElement {
  const { field, record, set } = props;
  const [unfinished, setUnfinished] = useState<Date | null>(null);
  const value = record.get(field.name) ?? null;
  const pattern = typeof value === 'string' && value.length > 5 ? 'HH:mm:ss' : 'HH:mm';
  const time = typeof value === 'string' ? parse(value, pattern, new Date(2000, 0, 1)) : unfinished;
  return (
    <LocalizationProvider dateAdapter={AdapterDateFns}>
      <TimeField
        {...named(props)}
        {...shownError(props)}
        size="small"
        fullWidth
        ampm={false}
        format={pattern}
        clearable={!field.required}
        value={time !== null && isValid(time) ? time : unfinished}
        onChange={(next) => {
          const isUsable = next !== null && isValid(next);
          setUnfinished(isUsable ? null : next);
          set(field.name, isUsable ? format(next, pattern) : null);
        }}
        slotProps={{ textField: named(props, 'aria') }}
      />
    </LocalizationProvider>
  );
}

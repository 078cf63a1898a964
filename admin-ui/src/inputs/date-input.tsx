import { AdapterDateFns } from '@mui/x-date-pickers/AdapterDateFns';
import { DatePicker } from '@mui/x-date-pickers/DatePicker';
import { DateTimePicker } from '@mui/x-date-pickers/DateTimePicker';
import { LocalizationProvider } from '@mui/x-date-pickers/LocalizationProvider';
import { enGB } from 'date-fns/locale/en-GB';
import { vi } from 'date-fns/locale/vi';
import { format, isValid, parseISO } from 'date-fns';
import { useContext, useState, type ReactElement } from 'react';
import { LocaleContext } from '../i18n/use-text.js';

interface DateInputProps {
  readonly label?: string;
  readonly ariaLabel?: string;
  /** YYYY-MM-DD, or RFC 3339 with `hasTime`. */
  readonly value: string | null;
  readonly hasTime?: boolean;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly help?: string | null;
  readonly disabled?: boolean;
  onChange(value: string | null): void;
}

/** A day, or a moment in the zone of this device, in the form dd/MM/yyyy. */
export function DateInput({ value, hasTime, onChange, ...props }: DateInputProps): ReactElement {
  const locale = useContext(LocaleContext);
  // What is no date yet while one types; given back to the field, which would clear itself otherwise.
  const [unfinished, setUnfinished] = useState<Date | null>(null);
  const date = value === null ? unfinished : parseISO(value);
  const take = (next: Date | null, write: (date: Date) => string): void => {
    const isUsable = usable(next);
    setUnfinished(isUsable ? null : next);
    onChange(isUsable ? write(next) : null);
  };
  const shared = {
    ...(props.label === undefined ? {} : { label: props.label }),
    value: date !== null && (value === null || isValid(date)) ? date : null,
    disabled: props.disabled === true,
    slotProps: {
      textField: {
        size: 'small',
        fullWidth: true,
        required: props.required === true,
        error: props.error !== undefined,
        helperText: props.error ?? props.help ?? null,
        ...(props.ariaLabel === undefined ? {} : { 'aria-label': props.ariaLabel }),
      },
      field: { clearable: props.required !== true },
    },
  } as const;
  return (
    <LocalizationProvider dateAdapter={AdapterDateFns} adapterLocale={locale === 'vi' ? vi : enGB}>
      {hasTime === true ? (
        <DateTimePicker {...shared} format="dd/MM/yyyy HH:mm" ampm={false} onChange={(next) => take(next, (date) => date.toISOString())} />
      ) : (
        <DatePicker {...shared} format="dd/MM/yyyy" onChange={(next) => take(next, (date) => format(date, 'yyyy-MM-dd'))} />
      )}
    </LocalizationProvider>
  );
}

/** A year of four digits is typed digit by digit; what comes before is no date yet. */
function usable(date: Date | null): date is Date {
  return date !== null && isValid(date) && date.getFullYear() > 999;
}

import { AdapterDateFns } from '@mui/x-date-pickers/AdapterDateFns';
import { DatePicker } from '@mui/x-date-pickers/DatePicker';
import { DateTimePicker } from '@mui/x-date-pickers/DateTimePicker';
import { LocalizationProvider } from '@mui/x-date-pickers/LocalizationProvider';
import { enGB } from 'date-fns/locale/en-GB';
import { vi } from 'date-fns/locale/vi';
import { format, isValid, parseISO } from 'date-fns';
import { useContext, type ReactElement } from 'react';
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
  const date = value === null ? null : parseISO(value);
  const shared = {
    ...(props.label === undefined ? {} : { label: props.label }),
    value: date !== null && isValid(date) ? date : null,
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
        <DateTimePicker {...shared} format="dd/MM/yyyy HH:mm" ampm={false} onChange={(next) => onChange(usable(next) ? next.toISOString() : null)} />
      ) : (
        <DatePicker {...shared} format="dd/MM/yyyy" onChange={(next) => onChange(usable(next) ? format(next, 'yyyy-MM-dd') : null)} />
      )}
    </LocalizationProvider>
  );
}

/** A year of four digits is typed digit by digit; what comes before is no date yet. */
function usable(date: Date | null): date is Date {
  return date !== null && isValid(date) && date.getFullYear() > 999;
}

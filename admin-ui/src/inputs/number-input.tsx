import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useContext, useState, type ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { currencySign, formatNumber, parseNumber } from '../fields/format.js';
import { LocaleContext } from '../i18n/use-text.js';

interface NumberInputProps {
  readonly label?: string;
  readonly ariaLabel?: string;
  readonly field: Pick<MetaField, 'type' | 'scale' | 'required' | 'placeholder'>;
  /** A plain decimal; text that is no number stays as typed, and the server says what is wrong with it. */
  readonly value: string | null;
  readonly unit?: string;
  readonly error?: string | undefined;
  readonly help?: string | null;
  readonly disabled?: boolean;
  onChange(value: string | null): void;
}

/** A number, typed and shown with the marks of the language, kept as an exact text. */
export function NumberInput({ label, ariaLabel, field, value, unit, error, help, disabled, onChange }: NumberInputProps): ReactElement {
  const locale = useContext(LocaleContext);
  const [typed, setTyped] = useState<string | null>(null);
  const isPlain = value !== null && /^-?\d+(\.\d+)?$/u.test(value);
  const shown = typed ?? (value === null ? '' : isPlain ? formatNumber(value, field, locale, unit) : value);
  return (
    <TextField
      {...(label === undefined ? {} : { label })}
      required={field.required}
      disabled={disabled === true}
      value={shown}
      error={error !== undefined}
      helperText={error ?? help}
      placeholder={field.placeholder ?? ''}
      onFocus={(event) => {
        setTyped(shown);
        event.target.select();
      }}
      onBlur={() => setTyped(null)}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(target.value.trim() === '' ? null : (parseNumber(target.value, locale) ?? target.value));
      }}
      slotProps={{
        htmlInput: { inputMode: 'decimal', style: { textAlign: 'right' }, ...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel }) },
        input:
          unit === undefined || unit === ''
            ? {}
            : { endAdornment: <InputAdornment position="end">{field.type === 'money' ? currencySign(unit, locale) : unit}</InputAdornment> },
      }}
    />
  );
}

import Box from '@mui/material/Box';
import FormHelperText from '@mui/material/FormHelperText';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { addressFormat, addressParts, type AddressFormat, type AddressPart } from '../../../core/kernel/address-formats.js';
import type { MetaField } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { RegionInput } from './region-input.js';

interface AddressInputProps {
  readonly field: MetaField;
  readonly value: ReadonlyMap<string, unknown>;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  onChange(value: Readonly<Record<string, unknown>> | null): void;
}

const widths: Readonly<Record<AddressPart, number>> = { street: 6, city: 3, region: 3, postalCode: 3, country: 3 };

/** An address in the parts of its country, and in those that are filled in all the same. */
export function AddressInput({ field, value, error, disabled, onChange }: AddressInputProps): ReactElement {
  const t = useText();
  const text = (part: AddressPart): string => String(value.get(part) ?? '');
  const country = text('country') === '' ? (field.address?.country ?? '') : text('country');
  const format = addressFormat(country);
  const set = (name: string, part: string): void => {
    const next = Object.fromEntries([...value, [name, part]].filter(([, content]) => content !== '' && content !== null));
    onChange(Object.keys(next).length === 0 ? null : next);
  };
  const isBegun = addressParts.some((part) => part !== 'country' && text(part) !== '');
  return (
    <Box role="group" aria-label={field.label}>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ mb: 0.75 }}>
        {field.label}
      </Typography>
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: 'repeat(12, 1fr)' } }}>
        {shownParts(format, text).map((part) => {
          const shared = {
            label: t(`address.${format?.called?.[part] ?? part}`),
            value: text(part),
            disabled: disabled === true,
            required: field.address?.complete === true && isBegun && format?.required.includes(part) === true,
            error: error !== undefined,
          };
          return (
            <Box key={part} sx={{ gridColumn: { sm: `span ${widths[part]}` }, minWidth: 0 }}>
              {part === 'region' ? (
                <RegionInput {...shared} regions={field.address?.regions ?? null} country={country} onChange={(next) => set(part, next)} />
              ) : (
                <TextField
                  {...shared}
                  fullWidth
                  placeholder={part === 'country' ? (field.address?.country ?? '') : ''}
                  onChange={({ target }) => set(part, target.value)}
                  slotProps={{ htmlInput: { autoComplete: 'off' } }}
                />
              )}
            </Box>
          );
        })}
      </Box>
      {(error ?? field.help) === null ? null : <FormHelperText error={error !== undefined}>{error ?? field.help}</FormHelperText>}
    </Box>
  );
}

function shownParts(format: AddressFormat | null, text: (part: AddressPart) => string): readonly AddressPart[] {
  if (format === null) return addressParts;
  const more = addressParts.filter((part) => part !== 'country' && !format.parts.includes(part) && text(part) !== '');
  return [...format.parts, ...more, 'country'];
}

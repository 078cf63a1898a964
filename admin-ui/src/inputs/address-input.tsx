import Box from '@mui/material/Box';
import FormHelperText from '@mui/material/FormHelperText';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';

interface AddressInputProps {
  readonly label: string;
  readonly value: ReadonlyMap<string, unknown>;
  readonly help?: string | null;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  onChange(value: Readonly<Record<string, unknown>> | null): void;
}

const parts = [
  ['street', 6],
  ['city', 3],
  ['region', 3],
  ['postalCode', 3],
  ['country', 3],
] as const;

/** An address in its parts. */
export function AddressInput({ label, value, help, error, disabled, onChange }: AddressInputProps): ReactElement {
  const t = useText();
  const set = (name: string, text: string): void => {
    const next = Object.fromEntries([...value, [name, text]].filter(([, part]) => part !== '' && part !== null));
    onChange(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <Box role="group" aria-label={label}>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ mb: 0.75 }}>
        {label}
      </Typography>
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: 'repeat(12, 1fr)' } }}>
        {parts.map(([name, width]) => (
          <TextField
            key={name}
            label={t(`address.${name}`)}
            value={String(value.get(name) ?? '')}
            disabled={disabled === true}
            error={error !== undefined}
            onChange={({ target }) => set(name, target.value)}
            sx={{ gridColumn: { sm: `span ${width}` } }}
            slotProps={{ htmlInput: { autoComplete: 'off' } }}
          />
        ))}
      </Box>
      {(error ?? help ?? null) === null ? null : <FormHelperText error={error !== undefined}>{error ?? help}</FormHelperText>}
    </Box>
  );
}

import Box from '@mui/material/Box';
import FormHelperText from '@mui/material/FormHelperText';
import Typography from '@mui/material/Typography';
import type { ReactElement, ReactNode } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';

/** Label above, help or error below, for inputs that are no text field. */
export function Labelled({ field, error, ariaLabel, children }: FieldInputProps & { readonly children: ReactNode }): ReactElement {
  const below = error ?? (ariaLabel === undefined ? field.help : null);
  return (
    <Box role="group" aria-label={ariaLabel ?? field.label} sx={{ minWidth: 0 }}>
      {ariaLabel === undefined ? (
        <Typography variant="caption" color={error === undefined ? 'textSecondary' : 'error'} component="div" sx={{ mb: 1 }}>
          {field.label}
          {field.required ? ' *' : ''}
        </Typography>
      ) : null}
      {children}
      {below === null ? null : <FormHelperText error={error !== undefined}>{below}</FormHelperText>}
    </Box>
  );
}

import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import type { ShownValue } from './shown-value.js';

/** A colour as a patch with its name. */
export function ColorValue({ value }: ShownValue): ReactElement {
  const color = /^#[0-9a-f]{6}$/u.test(String(value)) ? String(value) : 'transparent';
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75 }}>
      <Box component="span" sx={{ width: 16, height: 16, borderRadius: 0.75, border: 1, borderColor: 'divider', bgcolor: color, flexShrink: 0 }} />
      <span>{String(value)}</span>
    </Box>
  );
}

import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import type { ShownValue } from './shown-value.js';

/** A code, digit under digit. */
export function BarcodeValue({ value }: ShownValue): ReactElement {
  return (
    <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', letterSpacing: '0.03em', overflowWrap: 'anywhere' }}>
      {String(value)}
    </Box>
  );
}

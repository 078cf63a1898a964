import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import type { ShownValue } from './shown-value.js';

/** JSON as it is, indented. */
export function JsonValue({ value, isDense }: ShownValue): ReactElement {
  const text = JSON.stringify(value, null, isDense === true ? 0 : 2);
  if (isDense === true) return <span>{text.length > 80 ? `${text.slice(0, 80)}…` : text}</span>;
  return (
    <Box component="pre" tabIndex={0} sx={{ m: 0, maxHeight: 320, overflow: 'auto', fontSize: '0.8125rem', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </Box>
  );
}

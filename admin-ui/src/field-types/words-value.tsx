import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { SoftChip } from '../fields/soft-chip.js';
import type { ShownValue } from './shown-value.js';

/** Chosen options or free words, a chip each. */
export function WordsValue({ value, field, isDense }: ShownValue): ReactElement | null {
  const words = Array.isArray(value) ? value.map(String) : [];
  if (words.length === 0) return null;
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: isDense === true ? 'nowrap' : 'wrap', gap: 0.5 }}>
      {words.map((word) => {
        const option = field.options?.find((one) => one.value === word);
        return <SoftChip key={word} label={option?.label ?? word} color={option?.color ?? 'grey'} />;
      })}
    </Box>
  );
}

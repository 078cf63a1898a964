import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import type { ReactElement } from 'react';
import { palette } from '../theme/theme.js';

/** A quiet coloured label for states, options and tags. */
export function SoftChip({ label, color }: { readonly label: string; readonly color: string }): ReactElement {
  const { mode } = useTheme().palette;
  const [ground, text] = (isColor(color) ? palette[color] : palette.grey)[mode];
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-block',
        px: 1,
        py: 0.125,
        borderRadius: 10,
        bgcolor: ground,
        color: text,
        fontSize: '0.78rem',
        fontWeight: 500,
        whiteSpace: 'nowrap',
      }}
    >
      {label}
    </Box>
  );
}

function isColor(name: string): name is keyof typeof palette {
  return name in palette;
}

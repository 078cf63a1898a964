import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactElement, ReactNode } from 'react';

/** One section of a record page or a form, on a grid of 12 columns. */
export function SectionCard({ label, children }: { readonly label: string | null; readonly children: ReactNode }): ReactElement {
  return (
    <Paper variant="outlined" component="section" sx={{ p: { xs: 2, sm: 2.5 }, mb: 2 }}>
      {label === null ? null : (
        <Typography variant="h2" sx={{ mb: 1.75 }}>
          {label}
        </Typography>
      )}
      <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(12, minmax(0, 1fr))', columnGap: 2, rowGap: 2 }}>{children}</Box>
    </Paper>
  );
}

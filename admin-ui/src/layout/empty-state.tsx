import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { NamedIcon } from '../theme/named-icon.js';

/** Says that there is nothing, and what would be here. */
export function EmptyState({ icon, title, hint }: { readonly icon: string; readonly title: string; readonly hint: string }): ReactElement {
  return (
    <Box sx={{ py: 8, px: 3, textAlign: 'center' }}>
      <NamedIcon name={icon} sx={{ fontSize: 40, color: 'text.secondary', opacity: 0.6 }} />
      <Typography sx={{ fontWeight: 600, mt: 1 }}>{title}</Typography>
      <Typography color="textSecondary">{hint}</Typography>
    </Box>
  );
}

import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/use-text.js';

/** The quiet card in which one signs in or chooses a password. */
export function AuthFrame({ title, lead, children }: { readonly title: string; readonly lead: string; readonly children: ReactNode }): ReactElement {
  const t = useText();
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', bgcolor: 'background.default', p: 2 }}>
      <Paper variant="outlined" sx={{ width: '100%', maxWidth: 400, p: { xs: 3, sm: 4 }, borderRadius: 3 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25, mb: 3 }}>
          <img src="/icon.svg" alt="" width={32} height={32} />
          <Typography sx={{ fontSize: '1.125rem', fontWeight: 600 }}>{t('app.title')}</Typography>
        </Box>
        <Typography variant="h1">{title}</Typography>
        <Typography color="textSecondary" sx={{ mt: 0.5, mb: 3 }}>
          {lead}
        </Typography>
        {children}
      </Paper>
    </Box>
  );
}

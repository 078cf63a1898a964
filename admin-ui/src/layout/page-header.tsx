import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useEffect, type ReactElement, type ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: string;
  /** Beside the title: the state. */
  readonly beside?: ReactNode;
  /** Above the title: where one is. */
  readonly above?: ReactNode;
  /** Below the title: one quiet sentence. */
  readonly below?: string | null;
  readonly actions?: ReactNode;
}

/** Title of a page with its actions; also the title of the browser's tab. */
export function PageHeader({ title, beside, above, below, actions }: PageHeaderProps): ReactElement {
  useEffect(() => {
    document.title = `${title} · Trellis`;
  }, [title]);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: 1.5, mb: 2 }}>
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        {above}
        <Stack direction="row" useFlexGap spacing={1.25} sx={{ rowGap: 0.25, alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
          {beside}
        </Stack>
        {below === undefined || below === null ? null : (
          <Typography variant="body2" color="textSecondary" sx={{ mt: 0.25 }}>
            {below}
          </Typography>
        )}
      </Box>
      {actions === undefined ? null : <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>{actions}</Box>}
    </Box>
  );
}

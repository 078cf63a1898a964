import ChevronLeft from '@mui/icons-material/ChevronLeft';
import ChevronRight from '@mui/icons-material/ChevronRight';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useContext, type ReactElement } from 'react';
import { formatNumber } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';

interface PageStepsProps {
  /** The first is 1. */
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  setPage(page: number): void;
}

/** Which rows of how many, and the way to the others; nothing where there are none. */
export function PageSteps({ page, perPage, total, setPage }: PageStepsProps): ReactElement | null {
  const t = useText();
  const locale = useContext(LocaleContext);
  if (total === 0) return null;
  const shown = (number: number): string => formatNumber(String(number), { type: 'integer' }, locale);
  const from = (page - 1) * perPage + 1;
  const to = Math.min(page * perPage, total);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: 0.5, mt: 1 }}>
      <Typography variant="body2" color="textSecondary" sx={{ mr: 1 }}>
        {t('list.range', { from: shown(from), to: shown(to), total: shown(total) })}
      </Typography>
      <IconButton size="small" aria-label={t('list.previous')} disabled={page <= 1} onClick={() => setPage(page - 1)}>
        <ChevronLeft />
      </IconButton>
      <IconButton size="small" aria-label={t('list.next')} disabled={to >= total} onClick={() => setPage(page + 1)}>
        <ChevronRight />
      </IconButton>
    </Box>
  );
}

import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { membersOf } from '../api/request.js';
import { useAnswer } from '../api/use-answer.js';
import { useText } from '../i18n/use-text.js';
import { dueItemsIn } from './due-item.js';
import { DueList } from './due-list.js';

const most = 5;

/** The first few things to do, on the home page; nothing where there are none. */
export function HomeDay(): ReactElement | null {
  const t = useText();
  const { data } = useAnswer('/my-day');
  const items = dueItemsIn(membersOf(data?.json).get('agenda')).filter((item) => item.isOverdue || item.isToday);
  if (items.length === 0) return null;
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'baseline', mb: 1, maxWidth: 760 }}>
        <Typography variant="h2" color="textSecondary" sx={{ flexGrow: 1 }}>
          {t('day.title')}
        </Typography>
        <Link component={RouterLink} to="/my-day" variant="body2" underline="hover">
          {t('day.open')}
        </Link>
      </Box>
      <Paper variant="outlined" sx={{ overflow: 'hidden', maxWidth: 760 }}>
        <DueList items={items.slice(0, most)} />
      </Paper>
    </Box>
  );
}

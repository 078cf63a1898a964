import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactElement, ReactNode } from 'react';
import { messageOf } from '../api/message-of.js';
import { membersOf } from '../api/request.js';
import { useAnswer } from '../api/use-answer.js';
import { SoftChip } from '../fields/soft-chip.js';
import { useText } from '../i18n/use-text.js';
import { EmptyState } from '../layout/empty-state.js';
import { PageHeader } from '../layout/page-header.js';
import { NoticeList } from '../notices/notice-list.js';
import { noticesIn } from '../notices/notice.js';
import { dueItemsIn, type DueItem } from './due-item.js';
import { DueList } from './due-list.js';

/** What is the user's to do: overdue, today, in the next days; and where the user was mentioned. */
export function MyDayPage(): ReactElement {
  const t = useText();
  return (
    <>
      <PageHeader title={t('day.title')} below={t('day.hint')} />
      <Day />
    </>
  );
}

function Day(): ReactElement {
  const t = useText();
  const { data, error } = useAnswer('/my-day', () => 60);
  if (error !== null) return <EmptyState icon="flag" title={t('error.title')} hint={messageOf(error, t)} />;
  if (data === undefined) return <Skeleton variant="rectangular" height={320} />;
  const members = membersOf(data.json);
  const mentions = noticesIn(members.get('mentions'));
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 380px' }, alignItems: 'start', maxWidth: 1180 }}>
      <Agenda items={dueItemsIn(members.get('agenda'))} />
      <Part title={t('day.mentions')} count={mentions.length} color="purple">
        {mentions.length === 0 ? (
          <Typography variant="body2" color="textSecondary" sx={{ p: 2 }}>
            {t('day.noMentions')}
          </Typography>
        ) : (
          <NoticeList notices={mentions} />
        )}
      </Part>
    </Box>
  );
}

function Agenda({ items }: { readonly items: readonly DueItem[] }): ReactElement {
  const t = useText();
  if (items.length === 0)
    return (
      <Paper variant="outlined">
        <EmptyState icon="check" title={t('day.free')} hint={t('day.freeHint')} />
      </Paper>
    );
  const parts = [
    ['overdue', 'red', items.filter((item) => item.isOverdue)],
    ['today', 'green', items.filter((item) => item.isToday)],
    ['later', 'grey', items.filter((item) => !item.isOverdue && !item.isToday)],
  ] as const;
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      {parts.map(([when, color, due]) =>
        due.length === 0 ? null : (
          <Part key={when} title={t(`day.${when}`)} count={due.length} color={color}>
            <DueList items={due} />
          </Part>
        ),
      )}
    </Box>
  );
}

interface PartProps {
  readonly title: string;
  readonly count: number;
  readonly color: string;
  readonly children: ReactNode;
}

function Part({ title, count, color, children }: PartProps): ReactElement {
  return (
    <Paper variant="outlined" component="section" sx={{ minWidth: 0, overflow: 'hidden' }}>
      <Box sx={{ px: 2, py: 1.25, display: 'flex', alignItems: 'center', gap: 1, borderBottom: 1, borderColor: 'divider' }}>
        <Typography variant="h2">{title}</Typography>
        {count === 0 ? null : <SoftChip label={String(count)} color={color} />}
      </Box>
      {children}
    </Paper>
  );
}

import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useContext, type ReactElement, type ReactNode } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { messageOf } from '../api/message-of.js';
import type { ApiAnswer } from '../api/request.js';
import { useAnswer } from '../api/use-answer.js';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { PageHeader } from '../layout/page-header.js';
import { useMeta } from '../meta/meta-context.js';
import { RecordLink } from './record-link.js';
import { isRun, type Run } from './run.js';
import { RunResolutions } from './run-resolutions.js';
import { RunTimeline } from './run-timeline.js';
import { StatusChip } from './status-chip.js';

const whileBusy = 2;
const whileWaiting = 15;

/** One run: what it did step by step, and what can be decided about it. It keeps itself up to date while the run goes on. */
export function RunPage(): ReactElement {
  const t = useText();
  const { id = '' } = useParams();
  const { data, error } = useAnswer(`/workflows/runs/${encodeURIComponent(id)}`, pauseOf);
  if (error !== null) return <PageHeader title={t('auto.notFound')} below={messageOf(error, t)} above={<Back />} />;
  if (data === undefined || !isRun(data.json))
    return (
      <>
        <PageHeader title={t('auto.runs')} above={<Back />} />
        <Skeleton variant="rectangular" height={240} />
      </>
    );
  return <RunView run={data.json} />;
}

/** Seconds until it is asked again; null when nothing more comes. */
function pauseOf(answer: ApiAnswer | undefined): number | null {
  if (!isRun(answer?.json) || answer.json.status !== 'running') return null;
  return answer.json.steps?.at(-1)?.status === 'waiting' ? whileWaiting : whileBusy;
}

function Back(): ReactElement | null {
  const t = useText();
  const { meta } = useMeta();
  if (!meta.user.isAdministrator) return null;
  return (
    <Link component={RouterLink} to="/workflows/runs" variant="body2" color="textSecondary" underline="hover">
      {t('auto.runs')}
    </Link>
  );
}

function RunView({ run }: { readonly run: Run }): ReactElement {
  const t = useText();
  const { meta } = useMeta();
  const locale = useContext(LocaleContext);
  const { isAdministrator } = meta.user;
  return (
    <Box sx={{ maxWidth: 960 }}>
      <PageHeader
        title={run.workflowLabel}
        above={<Back />}
        beside={<StatusChip run={run.status} />}
        below={run.outcomeText ?? null}
        actions={isAdministrator ? <RunResolutions run={run} /> : undefined}
      />
      <Paper
        variant="outlined"
        component="dl"
        sx={{ m: 0, mb: 2, p: { xs: 2, sm: 2.5 }, display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', sm: '2fr 1fr 1fr 1fr' } }}
      >
        <Fact label={t('auto.record')}>
          <RecordLink entity={run.entity} id={run.record} label={run.recordLabel} />
        </Fact>
        <Fact label={t('auto.startedBy')}>{run.startedBy ?? t('record.empty')}</Fact>
        <Fact label={t('auto.started')}>{formatInstant(run.startedAt, locale)}</Fact>
        <Fact label={t('auto.ended')}>{run.endedAt === null ? t('record.empty') : formatInstant(run.endedAt, locale)}</Fact>
      </Paper>
      <Paper variant="outlined" component="section" sx={{ p: { xs: 2, sm: 2.5 } }}>
        <Typography variant="h2" sx={{ mb: 1.75 }}>
          {t('auto.steps')}
        </Typography>
        <RunTimeline steps={run.steps ?? []} />
        {isAdministrator ? null : (
          <Typography variant="caption" color="textSecondary" component="p" sx={{ mb: 0 }}>
            {t('auto.onlyCourse')}
          </Typography>
        )}
      </Paper>
    </Box>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="caption" color="textSecondary" component="dt">
        {label}
      </Typography>
      <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Box>
    </Box>
  );
}

import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import TextField from '@mui/material/TextField';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router-dom';
import { messageOf } from '../api/message-of.js';
import { useAnswer } from '../api/use-answer.js';
import { useText } from '../i18n/use-text.js';
import { EmptyState } from '../layout/empty-state.js';
import { PageHeader } from '../layout/page-header.js';
import { PageSteps } from '../lists/page-steps.js';
import { useMeta } from '../meta/meta-context.js';
import { isRun, type Run } from './run.js';
import { RunCards } from './run-cards.js';
import { RunTable } from './run-table.js';
import { workflowsIn } from './workflow.js';

const perPage = 25;
const statuses = ['running', 'done', 'failed', 'cancelled'] as const;

/** What has happened by itself, newest first; for administrators. */
export function RunsPage(): ReactElement {
  const t = useText();
  const { meta } = useMeta();
  if (!meta.user.isAdministrator) return <PageHeader title={t('auto.runs')} below={t('auto.notForYou')} />;
  return <Runs />;
}

function Runs(): ReactElement {
  const t = useText();
  const [query, setQuery] = useSearchParams();
  const page = Math.max(1, Math.floor(Number(query.get('page') ?? '1')) || 1);
  const asked = new URLSearchParams({ range: JSON.stringify([(page - 1) * perPage, page * perPage - 1]) });
  for (const name of ['workflow', 'status']) {
    const wanted = query.get(name);
    if (wanted !== null) asked.set(name, wanted);
  }
  const answer = useAnswer(`/workflows/runs?${asked.toString()}`, () => 10);
  const runs = answer.data === undefined ? null : runsIn(answer.data.json);
  const total = Number(answer.data?.headers.get('content-range')?.split('/')[1] ?? 0);
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(query);
    next.delete('page');
    if (value === '') next.delete(name);
    else next.set(name, value);
    setQuery(next);
  };
  return (
    <>
      <PageHeader title={t('auto.runs')} below={t('auto.runsHint')} />
      <Filters query={query} set={set} />
      <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
        {answer.error !== null ? (
          <EmptyState icon="flag" title={t('error.title')} hint={messageOf(answer.error, t)} />
        ) : (
          <Rows runs={runs} isFiltered={asked.has('workflow') || asked.has('status')} />
        )}
      </Paper>
      <PageSteps
        page={page}
        perPage={perPage}
        total={total}
        setPage={(next) => setQuery(new URLSearchParams([...without(query, 'page'), ['page', String(next)]]))}
      />
    </>
  );
}

function Rows({ runs, isFiltered }: { readonly runs: readonly Run[] | null; readonly isFiltered: boolean }): ReactElement {
  const t = useText();
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  if (runs === null) return <Skeleton variant="rectangular" height={240} />;
  if (runs.length === 0)
    return <EmptyState icon="clock" title={isFiltered ? t('auto.noMatch') : t('auto.noRuns')} hint={isFiltered ? '' : t('auto.noRunsHint')} />;
  return isPhone ? <RunCards runs={runs} hasRecord /> : <RunTable runs={runs} />;
}

function Filters({ query, set }: { readonly query: URLSearchParams; readonly set: (name: string, value: string) => void }): ReactElement {
  const t = useText();
  const workflows = workflowsIn(useAnswer('/workflows').data?.json).filter(({ timing }) => timing === 'background');
  const chosen = query.get('workflow') ?? '';
  const isKnown = workflows.some(({ id }) => id === chosen);
  return (
    <Box sx={{ display: 'flex', gap: 1, mb: 1.5, flexWrap: 'wrap', '& .MuiOutlinedInput-root': { bgcolor: 'background.paper' } }}>
      <TextField
        select
        label={t('auto.workflow')}
        value={chosen}
        onChange={({ target }) => set('workflow', target.value)}
        sx={{ maxWidth: { sm: 320 } }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{t('auto.allWorkflows')}</MenuItem>
        {chosen === '' || isKnown ? null : <MenuItem value={chosen}>{chosen}</MenuItem>}
        {workflows.map(({ id, label }) => (
          <MenuItem key={id} value={id}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={t('auto.status')}
        value={statuses.find((status) => status === query.get('status')) ?? ''}
        onChange={({ target }) => set('status', target.value)}
        sx={{ maxWidth: { sm: 200 } }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{t('auto.allStatuses')}</MenuItem>
        {statuses.map((status) => (
          <MenuItem key={status} value={status}>
            {t(`auto.${status}`)}
          </MenuItem>
        ))}
      </TextField>
    </Box>
  );
}

function runsIn(json: unknown): readonly Run[] {
  return Array.isArray(json) ? json.filter(isRun) : [];
}

function without(query: URLSearchParams, name: string): [string, string][] {
  return [...query].filter(([key]) => key !== name);
}

import Paper from '@mui/material/Paper';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useState, type ReactElement } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { RunCards } from '../automation/run-cards.js';
import { useRecordRuns } from '../automation/use-record-runs.js';
import { Comments } from './comments.js';
import { History } from './history.js';

type Shown = 'comments' | 'history' | 'runs';

interface SidePanelProps {
  readonly entity: MetaEntity;
  readonly id: string;
  /** The history is read anew when it changes. */
  readonly version: number;
}

/** What was said about a record and what happened to it. */
export function SidePanel({ entity, id, version }: SidePanelProps): ReactElement {
  const t = useText();
  const [tab, setTab] = useState<Shown>('comments');
  const runs = useRecordRuns(entity.id, id, version);
  const shown = tab === 'runs' && runs.length === 0 ? 'comments' : tab;
  return (
    <Paper variant="outlined" component="aside" aria-label={t('side.comments')} sx={{ minWidth: 0 }}>
      <Tabs value={shown} onChange={(_, next: Shown) => setTab(next)} variant="fullWidth" sx={{ borderBottom: 1, borderColor: 'divider' }}>
        <Tab value="comments" label={t('side.comments')} />
        <Tab value="history" label={t('side.history')} />
        {runs.length === 0 ? null : <Tab value="runs" label={t('auto.tab')} title={t('auto.onRecord')} />}
      </Tabs>
      {shown === 'comments' ? <Comments path={`${entity.path}/${id}`} /> : null}
      {shown === 'history' ? <History entity={entity} id={id} version={version} /> : null}
      {shown === 'runs' ? <RunCards runs={runs} /> : null}
    </Paper>
  );
}

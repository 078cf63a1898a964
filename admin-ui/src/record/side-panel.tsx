import Paper from '@mui/material/Paper';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useState, type ReactElement } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { Comments } from './comments.js';
import { History } from './history.js';

interface SidePanelProps {
  readonly entity: MetaEntity;
  readonly id: string;
  /** The history is read anew when it changes. */
  readonly version: number;
}

/** What was said about a record and what happened to it. */
export function SidePanel({ entity, id, version }: SidePanelProps): ReactElement {
  const t = useText();
  const [tab, setTab] = useState<'comments' | 'history'>('comments');
  return (
    <Paper variant="outlined" component="aside" aria-label={t('side.comments')} sx={{ minWidth: 0 }}>
      <Tabs value={tab} onChange={(_, next: 'comments' | 'history') => setTab(next)} variant="fullWidth" sx={{ borderBottom: 1, borderColor: 'divider' }}>
        <Tab value="comments" label={t('side.comments')} />
        <Tab value="history" label={t('side.history')} />
      </Tabs>
      {tab === 'comments' ? <Comments path={`${entity.path}/${id}`} /> : <History entity={entity} id={id} version={version} />}
    </Paper>
  );
}

import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import { useState, type ReactElement } from 'react';
import { messageOf } from '../api/message-of.js';
import { useAnswer } from '../api/use-answer.js';
import { useText } from '../i18n/use-text.js';
import { EmptyState } from '../layout/empty-state.js';
import { PageHeader } from '../layout/page-header.js';
import { useMeta } from '../meta/meta-context.js';
import { WorkflowRow } from './workflow-row.js';
import { WorkflowSettings } from './workflow-settings.js';
import { workflowsIn, type Workflow } from './workflow.js';

/** Everything that happens by itself, each with its switch and settings; for administrators. */
export function WorkflowsPage(): ReactElement {
  const t = useText();
  const { meta } = useMeta();
  if (!meta.user.isAdministrator) return <PageHeader title={t('auto.workflows')} below={t('auto.notForYou')} />;
  return (
    <>
      <PageHeader title={t('auto.workflows')} below={t('auto.workflowsHint')} />
      <Workflows />
    </>
  );
}

function Workflows(): ReactElement {
  const t = useText();
  const { data, error } = useAnswer('/workflows', () => 15);
  const [changed, setChanged] = useState<Workflow | null>(null);
  if (error !== null) return <EmptyState icon="flag" title={t('error.title')} hint={messageOf(error, t)} />;
  if (data === undefined) return <Skeleton variant="rectangular" height={320} />;
  const workflows = workflowsIn(data.json);
  if (workflows.length === 0) return <EmptyState icon="cog" title={t('auto.none')} hint={t('auto.noneHint')} />;
  // What runs beside the changes can be switched; what belongs to them comes after.
  const ordered = [...workflows.filter(({ timing }) => timing === 'background'), ...workflows.filter(({ timing }) => timing === 'inline')];
  return (
    <>
      <Paper variant="outlined" sx={{ overflow: 'hidden', maxWidth: 1100 }}>
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {ordered.map((workflow) => (
            <WorkflowRow key={workflow.id} workflow={workflow} openSettings={() => setChanged(workflow)} />
          ))}
        </Box>
      </Paper>
      {changed === null ? null : <WorkflowSettings workflow={changed} onClose={() => setChanged(null)} />}
    </>
  );
}

import SettingsOutlined from '@mui/icons-material/SettingsOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useContext, useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { messageOf } from '../api/message-of.js';
import { request } from '../api/request.js';
import { formatInstant } from '../fields/format.js';
import { SoftChip } from '../fields/soft-chip.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import type { Workflow } from './workflow.js';

interface WorkflowRowProps {
  readonly workflow: Workflow;
  openSettings(): void;
}

/** One workflow: what sets it off, what it has done, its switch. */
export function WorkflowRow({ workflow, openSettings }: WorkflowRowProps): ReactElement {
  const t = useText();
  return (
    <Box
      component="li"
      sx={{
        p: { xs: 2, sm: 2.5 },
        display: 'flex',
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        gap: 2,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-of-type': { borderBottom: 0 },
      }}
    >
      <Words workflow={workflow} />
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', alignSelf: 'flex-start', flexShrink: 0 }}>
        {workflow.fields.length === 0 ? null : (
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<SettingsOutlined />}
            onClick={openSettings}
            aria-label={t('auto.settingsOf', { name: workflow.label })}
            sx={{ borderColor: 'divider' }}
          >
            {t('auto.settings')}
          </Button>
        )}
        {workflow.timing === 'inline' ? null : <OnOff workflow={workflow} />}
      </Box>
    </Box>
  );
}

function Words({ workflow }: Pick<WorkflowRowProps, 'workflow'>): ReactElement {
  const t = useText();
  return (
    <Box sx={{ flexGrow: 1, minWidth: 0 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Typography variant="h2">{workflow.label}</Typography>
        <SoftChip label={t(`auto.${workflow.timing}`)} color={workflow.timing === 'inline' ? 'grey' : 'teal'} />
      </Box>
      {workflow.description === null ? null : (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 0.25, maxWidth: '75ch' }}>
          {workflow.description}
        </Typography>
      )}
      <Typography variant="body2" sx={{ mt: 1 }}>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {t('auto.when')}:
        </Box>{' '}
        {workflow.triggers.join(' · ') || t('record.empty')}
      </Typography>
      {workflow.timing === 'inline' ? (
        <Typography variant="body2" color="textSecondary">
          {t('auto.inlineHint')}
        </Typography>
      ) : (
        <Figures workflow={workflow} />
      )}
    </Box>
  );
}

function Figures({ workflow }: { readonly workflow: Workflow }): ReactElement {
  const t = useText();
  const locale = useContext(LocaleContext);
  const figures = [
    ['running', t('auto.runningCount', { count: workflow.running })],
    ['failed', t('auto.failedCount', { count: workflow.failed })],
    ['done', t('auto.doneCount', { count: workflow.done })],
  ] as const;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, mt: 0.25, fontSize: '0.8438rem' }}>
      {figures.map(([status, text]) => (
        <Link
          key={status}
          component={RouterLink}
          to={`/workflows/runs?workflow=${workflow.id}&status=${status}`}
          color={status === 'failed' && workflow.failed > 0 ? 'error' : 'textSecondary'}
          underline="hover"
          sx={status === 'failed' && workflow.failed > 0 ? { fontWeight: 600 } : {}}
        >
          {text}
        </Link>
      ))}
      {workflow.nextAt === null ? null : <span>{t('auto.nextAt', { at: formatInstant(workflow.nextAt, locale) })}</span>}
    </Box>
  );
}

function OnOff({ workflow }: { readonly workflow: Workflow }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const change = async (isEnabled: boolean): Promise<void> => {
    setBusy(true);
    try {
      await request('PATCH', `/workflows/${workflow.id}`, { isEnabled });
      notify(t(isEnabled ? 'auto.switchedOn' : 'auto.switchedOff', { name: workflow.label }), { type: 'success' });
    } catch (error) {
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    }
    await client.invalidateQueries();
    setBusy(false);
  };
  return (
    <Switch
      checked={workflow.isEnabled}
      disabled={isBusy}
      onChange={({ target }) => void change(target.checked)}
      slotProps={{ input: { role: 'switch', 'aria-label': t('auto.switch', { name: workflow.label }) } }}
    />
  );
}

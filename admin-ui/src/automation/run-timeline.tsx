import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useContext, useState, type ReactElement } from 'react';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import type { RunStep } from './run.js';
import { StatusChip } from './status-chip.js';
import { StepAttempts } from './step-attempts.js';
import { StepContent } from './step-content.js';

const atOnce = 100;

const colors = {
  ready: 'text.secondary',
  running: 'info.main',
  waiting: 'warning.main',
  done: 'success.main',
  failed: 'error.main',
  skipped: 'divider',
  cancelled: 'divider',
} as const;

/** The steps of a run one below the other, in the order in which they came. */
export function RunTimeline({ steps }: { readonly steps: readonly RunStep[] }): ReactElement {
  const t = useText();
  const [most, setMost] = useState(atOnce);
  if (steps.length === 0) return <Typography color="textSecondary">{t('auto.noSteps')}</Typography>;
  return (
    <>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {steps.slice(0, most).map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </Box>
      {steps.length > most ? (
        <Button color="inherit" onClick={() => setMost((old) => old + atOnce)}>
          {t('list.range', { from: most + 1, to: Math.min(most + atOnce, steps.length), total: steps.length })}
        </Button>
      ) : null}
    </>
  );
}

function Step({ step }: { readonly step: RunStep }): ReactElement {
  // Steps within a branch or a list stand further in.
  const depth = Math.min(Math.floor(step.key.split('.').length / 2), 3);
  return (
    <Box
      component="li"
      sx={{
        position: 'relative',
        ml: depth * 2.5,
        pl: 3,
        pb: 2.5,
        '&::before': { content: '""', position: 'absolute', left: 5, top: 18, bottom: -4, width: 2, bgcolor: 'divider' },
        '&:last-of-type::before': { display: 'none' },
      }}
    >
      <Box sx={{ position: 'absolute', left: 0, top: 5, width: 12, height: 12, borderRadius: '50%', bgcolor: colors[step.status] }} />
      <Head step={step} />
      <Why step={step} />
      {step.errorText === null ? null : (
        <Alert severity="error" sx={{ mt: 1, overflowWrap: 'anywhere' }}>
          {step.errorText}
        </Alert>
      )}
      <StepContent step={step} />
      <StepAttempts attempts={step.attempts} />
    </Box>
  );
}

function Head({ step }: { readonly step: RunStep }): ReactElement {
  const locale = useContext(LocaleContext);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, rowGap: 0.25 }}>
      <Typography component="h3" sx={{ fontWeight: 500, fontSize: '0.875rem' }}>
        {step.title}
      </Typography>
      <StatusChip step={step.status} />
      <Typography variant="caption" color="textSecondary" sx={{ ml: { sm: 'auto' }, width: { xs: '100%', sm: 'auto' } }}>
        {formatInstant(step.endedAt ?? step.startedAt, locale)}
      </Typography>
    </Box>
  );
}

/** Why nothing more has come of it yet, and until when. */
function Why({ step }: { readonly step: RunStep }): ReactElement | null {
  const t = useText();
  const locale = useContext(LocaleContext);
  if (step.why === null) return null;
  const isLater = step.status === 'ready' && step.attempt > 1 && step.readyAt !== null;
  const until =
    step.status === 'waiting' && step.dueAt !== null
      ? t('auto.until', { at: formatInstant(step.dueAt, locale) })
      : isLater
        ? t('auto.again', { at: formatInstant(step.readyAt ?? '', locale) })
        : '';
  return (
    <Typography variant="body2" color="textSecondary">
      {until === '' ? step.why : `${step.why.replace(/\.$/u, '')}, ${until}.`}
    </Typography>
  );
}

import Box from '@mui/material/Box';
import { useContext, type ReactElement } from 'react';
import { formatInstant } from '../fields/format.js';
import { SoftChip } from '../fields/soft-chip.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import type { Attempt } from './run.js';

/** How often a step was tried, when and with what error; folded away, and nothing where the first attempt did it. */
export function StepAttempts({ attempts }: { readonly attempts: readonly Attempt[] }): ReactElement | null {
  const t = useText();
  const locale = useContext(LocaleContext);
  if (attempts.length < 2 && attempts.every(({ outcome }) => outcome !== 'failed')) return null;
  return (
    <Box component="details" sx={{ mt: 1, fontSize: '0.8438rem', '& summary': { cursor: 'pointer', color: 'text.secondary' } }}>
      <summary>{t('auto.attempts', { count: attempts.length })}</summary>
      <Box component="ul" sx={{ m: 0, mt: 0.5, p: 0, listStyle: 'none', display: 'grid', gap: 0.75 }}>
        {attempts.map((one, index) => (
          <Box key={index} component="li" sx={{ overflowWrap: 'anywhere' }}>
            <Box component="span" sx={{ mr: 1 }}>
              {t('auto.attempt', { number: one.attempt })}
            </Box>
            <SoftChip label={outcomeOf(one, t)} color={one.outcome === 'failed' ? 'red' : one.outcome === 'done' ? 'green' : 'grey'} />
            <Box component="span" sx={{ ml: 1, color: 'text.secondary' }}>
              {formatInstant(one.at, locale)} {one.worker === null ? '' : t('auto.worker', { worker: one.worker })}
            </Box>
            {one.errorText === null ? null : <Box sx={{ color: 'text.secondary' }}>{one.errorText}</Box>}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function outcomeOf({ outcome }: Attempt, t: ReturnType<typeof useText>): string {
  return outcome === 'done' || outcome === 'failed' || outcome === 'skipped' || outcome === 'cancelled' ? t(`auto.${outcome}`) : outcome;
}

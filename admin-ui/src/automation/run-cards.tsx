import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { useContext, type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { formatInstant } from '../fields/format.js';
import { LocaleContext } from '../i18n/use-text.js';
import type { Run } from './run.js';
import { StatusChip } from './status-chip.js';

/** Runs one below the other, where there is little room. */
export function RunCards({ runs, hasRecord = false }: { readonly runs: readonly Run[]; readonly hasRecord?: boolean }): ReactElement {
  const locale = useContext(LocaleContext);
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {runs.map((run) => (
        <Box key={run.id} component="li" sx={{ borderBottom: 1, borderColor: 'divider', '&:last-of-type': { borderBottom: 0 } }}>
          <ButtonBase
            component={Link}
            to={`/workflows/runs/${run.id}`}
            sx={{ display: 'block', width: '100%', textAlign: 'left', px: 2, py: 1.5, '&:hover, &:focus-visible': { bgcolor: 'action.hover' } }}
          >
            <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
              <Typography sx={{ fontWeight: 500, flexGrow: 1, overflowWrap: 'anywhere' }}>{run.workflowLabel}</Typography>
              <StatusChip run={run.status} />
            </Box>
            {hasRecord && run.recordLabel !== null ? (
              <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
                {run.recordLabel}
              </Typography>
            ) : null}
            <Typography variant="caption" color="textSecondary" component="div">
              {formatInstant(run.startedAt, locale)}
              {run.endedAt === null ? '' : ` – ${formatInstant(run.endedAt, locale)}`}
            </Typography>
          </ButtonBase>
        </Box>
      ))}
    </Box>
  );
}

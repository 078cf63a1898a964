import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useContext, type ReactElement } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { RecordLink } from './record-link.js';
import type { Run } from './run.js';
import { StatusChip } from './status-chip.js';

/** Runs as rows. */
export function RunTable({ runs }: { readonly runs: readonly Run[] }): ReactElement {
  const t = useText();
  return (
    <TableContainer tabIndex={0} role="region" aria-label={t('auto.runs')}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t('auto.workflow')}</TableCell>
            <TableCell>{t('auto.record')}</TableCell>
            <TableCell>{t('auto.status')}</TableCell>
            <TableCell>{t('auto.started')}</TableCell>
            <TableCell>{t('auto.ended')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function Row({ run }: { readonly run: Run }): ReactElement {
  const t = useText();
  const locale = useContext(LocaleContext);
  const navigate = useNavigate();
  const path = `/workflows/runs/${run.id}`;
  return (
    <TableRow hover sx={{ cursor: 'pointer' }} onClick={() => void navigate(path)}>
      <TableCell>
        <Link component={RouterLink} to={path} color="inherit" underline="hover" sx={{ fontWeight: 500 }} onClick={(event) => event.stopPropagation()}>
          {run.workflowLabel}
        </Link>
      </TableCell>
      <TableCell onClick={(event) => event.stopPropagation()} sx={{ maxWidth: 320 }}>
        <RecordLink entity={run.entity} id={run.record} label={run.recordLabel} />
      </TableCell>
      <TableCell>
        <StatusChip run={run.status} />
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{formatInstant(run.startedAt, locale)}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{run.endedAt === null ? t('record.empty') : formatInstant(run.endedAt, locale)}</TableCell>
    </TableRow>
  );
}

import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import type { ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { FieldValue } from '../fields/field-value.js';
import { isNumber } from '../fields/is-number.js';
import { StackedRows } from '../fields/stacked-rows.js';
import { SourceLink } from './source-link.js';

interface EntryTableProps {
  readonly entries: MetaEntity;
  readonly rows: readonly ReadonlyMap<string, unknown>[];
  readonly columns: readonly MetaField[];
}

/** Ledger entries to read; measures that none of them changed are left out. */
export function EntryTable({ entries, rows, columns }: EntryTableProps): ReactElement {
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const measures = entries.ledger?.measures ?? [];
  const shown = columns.filter(({ name }) => !measures.includes(name) || rows.some((row) => Number(row.get(name)) !== 0));
  const show = (field: MetaField, row: ReadonlyMap<string, unknown>): ReactElement =>
    field.name === 'sourceLabel' ? <SourceLink record={row} /> : <FieldValue entity={entries} field={field} record={row} />;
  if (isPhone) return <StackedRows label={entries.labelPlural} rows={rows} columns={shown} show={show} />;
  return (
    <Box sx={{ overflowX: 'auto', mx: { xs: -2, sm: -2.5 } }} tabIndex={0} role="region" aria-label={entries.labelPlural}>
      <Table size="small" aria-label={entries.labelPlural}>
        <TableHead>
          <TableRow>
            {shown.map((field) => (
              <TableCell key={field.name} align={isNumber(field) ? 'right' : 'left'}>
                {field.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={String(row.get('id'))}>
              {shown.map((field) => (
                <TableCell key={field.name} align={isNumber(field) ? 'right' : 'left'}>
                  {show(field, row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

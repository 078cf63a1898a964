import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { isNumber } from '../fields/is-number.js';
import { useText } from '../i18n/use-text.js';
import { RollupFigure } from '../ledgers/rollup-figure.js';
import { useEntity } from '../meta/meta-context.js';
import { lineColumns } from './line-columns.js';

/** The lines of a record, to read. */
export function LineTable({ field, lines }: { readonly field: MetaField; readonly lines: unknown }): ReactElement | null {
  const t = useText();
  const line = useEntity(field.target);
  if (line === null) return null;
  const rows = Array.isArray(lines) ? lines.map(membersOf) : [];
  if (rows.length === 0)
    return (
      <Typography variant="body2" color="textSecondary">
        {t('lines.none')}
      </Typography>
    );
  const all = lineColumns(line);
  // A unit that stands beside its numbers needs no column of its own.
  const columns = all.filter((column) => !all.some((other) => other.unit === column.name));
  return (
    <Box sx={{ overflowX: 'auto', mx: { xs: -2, sm: -2.5 } }} tabIndex={0} role="region" aria-label={field.label}>
      <Table size="small" aria-label={field.label}>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableCell key={column.name} align={isNumber(column) ? 'right' : 'left'}>
                {column.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={String(row.get('id'))}>
              {columns.map((column) => (
                <TableCell key={column.name} align={isNumber(column) ? 'right' : 'left'}>
                  {column.rollup === undefined ? (
                    <FieldValue entity={line} field={column} record={row} />
                  ) : (
                    <RollupFigure entity={line} field={column} rollup={column.rollup} record={row} />
                  )}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { isNumber } from '../fields/is-number.js';
import { useText } from '../i18n/use-text.js';
import { RollupFigure } from '../ledgers/rollup-figure.js';
import { useEntity, useMeta } from '../meta/meta-context.js';
import { lineColumns } from './line-columns.js';

/** The lines of a record, to read. */
export function LineTable({ field, record }: { readonly field: MetaField; readonly record: ReadonlyMap<string, unknown> }): ReactElement | null {
  const t = useText();
  const { entities } = useMeta();
  const line = useEntity(field.target);
  if (line === null) return null;
  const lines = record.get(field.name);
  const parent = Object.fromEntries(record);
  const rows = Array.isArray(lines) ? lines.map((one: unknown) => new Map([...membersOf(one), ['_parent', parent]])) : [];
  if (rows.length === 0)
    return (
      <Typography variant="body2" color="textSecondary">
        {t('lines.none')}
      </Typography>
    );
  const all = lineColumns(line);
  // A unit that stands beside its numbers needs no column of its own, and neither does what only says again what another column says.
  const columns = all.filter((column) => !all.some((other) => other.unit === column.name) && !isRepeated(column, all, rows, entities));
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

/** A text, or a line of another document, that says in each row what a reference beside it says. */
function isRepeated(
  column: MetaField,
  columns: readonly MetaField[],
  rows: readonly ReadonlyMap<string, unknown>[],
  entities: ReadonlyMap<string, MetaEntity>,
): boolean {
  const isLine = ({ target }: MetaField): boolean => entities.get(target ?? '')?.kind === 'line';
  if (column.type !== 'text' && !isLine(column)) return false;
  const text = (row: ReadonlyMap<string, unknown>, name: string): unknown => membersOf(row.get('_labels')).get(name) ?? row.get(name);
  const others = columns.filter((other) => other.type === 'reference' && !isLine(other));
  return others.some((other) => rows.every((row) => text(row, column.name) === text(row, other.name)));
}

import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import type { ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { isNumber } from '../fields/is-number.js';
import { StackedRows } from '../fields/stacked-rows.js';
import { useText } from '../i18n/use-text.js';
import { useEntity, useMeta } from '../meta/meta-context.js';
import { lineColumns } from './line-columns.js';
import { LineValue } from './line-value.js';

/** The lines of a record, to read: a table, on a phone a block each. */
export function LineTable({ field, record }: { readonly field: MetaField; readonly record: ReadonlyMap<string, unknown> }): ReactElement | null {
  const t = useText();
  const { entities } = useMeta();
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const line = useEntity(field.target);
  if (line === null) return null;
  const lines = record.get(field.name);
  const parent = Object.fromEntries(record);
  // As long as only what a list showed of the record is known.
  if (!Array.isArray(lines)) return <Skeleton variant="rectangular" height={80} />;
  const rows = lines.map((one: unknown) => new Map([...membersOf(one), ['_parent', parent]]));
  if (rows.length === 0)
    return (
      <Typography variant="body2" color="textSecondary">
        {t('lines.none')}
      </Typography>
    );
  const all = lineColumns(line);
  // A unit that stands beside its numbers needs no column of its own, and neither does what only says again what another column says, or what nothing adds up to yet.
  const isBeside = ({ name }: MetaField): boolean => all.some((other) => other.unit === name);
  const isNothing = ({ rollup, name }: MetaField): boolean => rollup !== undefined && rows.every((row) => Number(row.get(name) ?? 0) === 0);
  const columns = all.filter((column) => !isBeside(column) && !isNothing(column) && !isRepeated(column, all, rows, entities));
  const shown = { label: field.label, columns, rows };
  return isPhone ? <StackedRows {...shown} show={(column, row) => <LineValue line={line} column={column} row={row} />} /> : <Rows {...shown} line={line} />;
}

/** Room for what a line is about; headings give way before figures do. */
const tableLook = {
  '& th, & td': { px: 1 },
  '& th': { whiteSpace: 'normal', verticalAlign: 'bottom' },
  '& th:first-of-type, & td:first-of-type': { pl: 2.5, minWidth: 150 },
  '& th:last-of-type, & td:last-of-type': { pr: 2.5 },
};

interface RowsProps {
  readonly label: string;
  readonly line: MetaEntity;
  readonly columns: readonly MetaField[];
  readonly rows: readonly ReadonlyMap<string, unknown>[];
}

function Rows({ label, line, columns, rows }: RowsProps): ReactElement {
  return (
    <Box sx={{ overflowX: 'auto', mx: { xs: -2, sm: -2.5 } }} tabIndex={0} role="region" aria-label={label}>
      <Table size="small" aria-label={label} sx={tableLook}>
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
                  <LineValue line={line} column={column} row={row} />
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

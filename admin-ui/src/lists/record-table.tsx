import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import type { ReactElement } from 'react';
import { useListContext } from 'react-admin';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { ValidChip } from '../dated/valid-chip.js';
import { FieldValue } from '../fields/field-value.js';
import { isNumber } from '../fields/is-number.js';
import { useText } from '../i18n/use-text.js';
import { EntriesTotal } from '../ledgers/entries-total.js';
import { Figure } from '../ledgers/figure.js';
import { isFigure } from '../ledgers/is-figure.js';
import { SourceLink } from '../ledgers/source-link.js';
import { useAsOf } from '../ledgers/use-as-of.js';
import { useMeta } from '../meta/meta-context.js';
import { isSelectable } from './is-selectable.js';
import { rowPath } from './row-path.js';

interface TableProps {
  readonly entity: MetaEntity;
  readonly columns: readonly MetaField[];
}

/** The rows of a list as a table. */
export function RecordTable({ entity, columns }: TableProps): ReactElement {
  const { data, isPending } = useListContext();
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={entity.labelPlural}>
      <Table size="small">
        <Head entity={entity} columns={columns} />
        <TableBody>
          {isPending
            ? [...'12345678'].map((key) => <Waiting key={key} width={columns.length + (isSelectable(entity) ? 1 : 0)} />)
            : (data ?? []).map((record) => <Row key={record.id} entity={entity} columns={columns} record={membersOf(record)} />)}
        </TableBody>
        {entity.kind === 'ledger' ? <EntriesTotal entity={entity} columns={columns} /> : null}
      </Table>
    </Box>
  );
}

function Head({ entity, columns }: TableProps): ReactElement {
  const t = useText();
  const { sort, setSort, data, selectedIds, onSelect } = useListContext();
  const ids = (data ?? []).map(({ id }) => id);
  const isAll = ids.length > 0 && ids.every((id) => selectedIds.includes(id));
  return (
    <TableHead>
      <TableRow>
        {isSelectable(entity) ? (
          <TableCell padding="checkbox">
            <Checkbox
              size="small"
              checked={isAll}
              indeterminate={!isAll && selectedIds.length > 0}
              onChange={() => onSelect(isAll ? [] : ids)}
              slotProps={{ input: { 'aria-label': t('list.selectAll') } }}
            />
          </TableCell>
        ) : null}
        {columns.map((field) => (
          <TableCell
            key={field.name}
            align={isNumber(field) ? 'right' : 'left'}
            sortDirection={sort.field === field.name ? (sort.order === 'ASC' ? 'asc' : 'desc') : false}
          >
            {field.sortable ? (
              <TableSortLabel
                active={sort.field === field.name}
                direction={sort.field === field.name && sort.order === 'DESC' ? 'desc' : 'asc'}
                // The arrow takes no room where it does not show.
                sx={sort.field === field.name ? {} : { '& .MuiTableSortLabel-icon': { display: 'none' } }}
                onClick={() => setSort({ field: field.name, order: sort.field === field.name && sort.order === 'ASC' ? 'DESC' : 'ASC' })}
              >
                {field.label}
              </TableSortLabel>
            ) : (
              field.label
            )}
          </TableCell>
        ))}
      </TableRow>
    </TableHead>
  );
}

function Row({ entity, columns, record }: TableProps & { readonly record: ReadonlyMap<string, unknown> }): ReactElement {
  const t = useText();
  const navigate = useNavigate();
  const { entities } = useMeta();
  const { selectedIds, onToggleItem } = useListContext();
  const id = String(record.get('id'));
  const label = String(record.get('_label') ?? '');
  const path = rowPath(entity, record, entities);
  return (
    <TableRow hover selected={selectedIds.includes(id)} sx={{ cursor: 'pointer' }} onClick={() => navigate(path)}>
      {isSelectable(entity) ? (
        <TableCell padding="checkbox" onClick={(event) => event.stopPropagation()}>
          <Checkbox
            size="small"
            checked={selectedIds.includes(id)}
            onChange={() => onToggleItem(id)}
            slotProps={{ input: { 'aria-label': t('list.selectOne', { name: label }) } }}
          />
        </TableCell>
      ) : null}
      {columns.map((field, index) => (
        <TableCell
          key={field.name}
          align={isNumber(field) ? 'right' : 'left'}
          sx={{ maxWidth: 320, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
        >
          <Cell entity={entity} field={field} record={record} path={index === 0 ? path : null} />
        </TableCell>
      ))}
    </TableRow>
  );
}

interface CellProps {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly record: ReadonlyMap<string, unknown>;
  /** Of the record, when the cell is what leads there. */
  readonly path: string | null;
}

function Cell({ entity, field, record, path }: CellProps): ReactElement {
  const asOf = useAsOf();
  if (isFigure(entity, field)) return <Figure entity={entity} field={field} record={record} asOf={asOf} />;
  if (entity.kind === 'ledger' && field.name === 'sourceLabel') return <SourceLink record={record} />;
  const value = <FieldValue entity={entity} field={field} record={record} isDense />;
  if (path === null) return field.name === entity.dated?.from ? <WithChip entity={entity} record={record} value={value} /> : value;
  return (
    <Link component={RouterLink} to={path} color="inherit" underline="hover" sx={{ fontWeight: 500 }} onClick={(event) => event.stopPropagation()}>
      {value}
    </Link>
  );
}

function WithChip({ entity, record, value }: Omit<CellProps, 'field' | 'path'> & { readonly value: ReactElement }): ReactElement {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>
      {value}
      <ValidChip entity={entity} record={record} />
    </Box>
  );
}

function Waiting({ width }: { readonly width: number }): ReactElement {
  return (
    <TableRow>
      {Array.from({ length: width }, (_, index) => (
        <TableCell key={index}>
          <Skeleton />
        </TableCell>
      ))}
    </TableRow>
  );
}

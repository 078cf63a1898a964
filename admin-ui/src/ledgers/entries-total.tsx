import TableCell from '@mui/material/TableCell';
import TableFooter from '@mui/material/TableFooter';
import TableRow from '@mui/material/TableRow';
import type { ReactElement } from 'react';
import { useListContext } from 'react-admin';
import { useQuery } from '@tanstack/react-query';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { useText } from '../i18n/use-text.js';

/** The sums under a list of entries of one place; entries of several count in several units and have none. */
export function EntriesTotal({ entity, columns }: { readonly entity: MetaEntity; readonly columns: readonly MetaField[] }): ReactElement | null {
  const t = useText();
  const { filterValues, data: rows } = useListContext();
  const { q, ...filter }: Record<string, unknown> = { ...filterValues };
  const { dimensions = [], measures = [] } = entity.ledger ?? {};
  // Where only the entries that changed one measure are listed, they add up to that one alone.
  const asked = measures.filter((name) => filter[`${name}_neq`] !== undefined);
  const shown = columns.filter(({ name }) => (asked.length > 0 ? asked : measures).includes(name));
  const isOnePlace = dimensions.length > 0 && dimensions.every((name) => typeof filter[name] === 'string' || filter[name] === null);
  const query = new URLSearchParams({ filter: JSON.stringify(filter), measures: shown.map(({ name }) => `sum(${name})`).join(',') });
  if (typeof q === 'string') query.set('q', q);
  const { data } = useQuery({
    queryKey: [entity.path, 'total', query.toString()],
    queryFn: async () => (await request('GET', `/${entity.path}/aggregate?${query.toString()}`)).json,
    enabled: isOnePlace && shown.length > 0,
  });
  const sums = membersOf(Array.isArray(data) ? data[0] : null);
  const [first] = rows ?? [];
  if (!isOnePlace || sums.size === 0 || first === undefined) return null;
  // The units are those of any row, as all are of one place.
  const record = new Map([...membersOf(first), ...shown.map(({ name }) => [name, sums.get(`sum(${name})`)] as const)]);
  return (
    <TableFooter>
      <TableRow sx={{ '& td': { fontWeight: 600, color: 'text.primary', borderBottom: 0 } }}>
        {columns.map((field, index) => (
          <TableCell key={field.name} align={shown.includes(field) ? 'right' : 'left'}>
            {shown.includes(field) ? <FieldValue entity={entity} field={field} record={record} isDense /> : index === 0 ? t('ledger.total') : null}
          </TableCell>
        ))}
      </TableRow>
    </TableFooter>
  );
}

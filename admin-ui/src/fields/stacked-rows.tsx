import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement, ReactNode } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { isEmptyValue } from './is-empty-value.js';
import { lastMoney } from './last-money.js';

interface StackedRowsProps {
  readonly label: string;
  readonly columns: readonly MetaField[];
  readonly rows: readonly ReadonlyMap<string, unknown>[];
  show(column: MetaField, row: ReadonlyMap<string, unknown>): ReactNode;
}

/** A table on a phone, where none has room: of each row what it is about and what it comes to, and beneath them what else is known of it. */
export function StackedRows({ label, columns, rows, show }: StackedRowsProps): ReactElement {
  return (
    <Box component="ul" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {rows.map((row) => (
        <Card key={String(row.get('id'))} {...{ columns, row, show }} />
      ))}
    </Box>
  );
}

function Card({ columns, row, show }: Pick<StackedRowsProps, 'columns' | 'show'> & { readonly row: ReadonlyMap<string, unknown> }): ReactElement {
  const [about] = columns;
  const amount = lastMoney(columns.slice(1));
  const others = columns.filter((column) => column !== about && column !== amount && !isEmptyValue(row.get(column.name)));
  return (
    <Box component="li" sx={{ py: 1.5, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0, pt: 0 }, '&:last-of-type': { pb: 0 } }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2 }}>
        <Box sx={{ fontWeight: 600, minWidth: 0, overflowWrap: 'anywhere' }}>{about === undefined ? null : show(about, row)}</Box>
        {amount === undefined ? null : (
          <Box title={amount.label} sx={{ fontWeight: 600, flexShrink: 0 }}>
            {show(amount, row)}
          </Box>
        )}
      </Box>
      <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', columnGap: 2, rowGap: 0.75, m: 0, mt: 1 }}>
        {others.map((column) => (
          <div key={column.name}>
            <Typography variant="caption" color="textSecondary" component="dt">
              {column.label}
            </Typography>
            <Box component="dd" sx={{ m: 0, fontSize: '0.8438rem', overflowWrap: 'anywhere' }}>
              {show(column, row)}
            </Box>
          </div>
        ))}
      </Box>
    </Box>
  );
}

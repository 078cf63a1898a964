import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { useListContext } from 'react-admin';
import { useText } from '../i18n/use-text.js';
import { DateInput } from '../inputs/date-input.js';
import { useAsOf } from './use-as-of.js';

/** The day that a list is told at, kept with its filters. */
export function AsOfControl({ hint }: { readonly hint: string }): ReactElement {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  const asOf = useAsOf();
  const choose = (day: string | null): void => {
    const { _asOf, ...rest }: Record<string, unknown> = filterValues;
    if ((_asOf ?? null) !== day) setFilters(day === null ? rest : { ...rest, _asOf: day });
  };
  return (
    <Box sx={{ width: 190, '& .MuiPickersOutlinedInput-root': { bgcolor: 'background.paper' } }} title={hint}>
      <DateInput label={t('ledger.asOf')} value={asOf} onChange={choose} />
    </Box>
  );
}

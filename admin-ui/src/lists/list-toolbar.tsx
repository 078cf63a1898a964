import FilterListOutlined from '@mui/icons-material/FilterListOutlined';
import SearchOutlined from '@mui/icons-material/SearchOutlined';
import Badge from '@mui/material/Badge';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { lazy, Suspense, useEffect, useState, type ReactElement } from 'react';
import { useListContext } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';

const FilterDialog = lazy(() => import('./filter-dialog.js').then((module) => ({ default: module.FilterDialog })));
const AsOfControl = lazy(() => import('../ledgers/as-of-control.js').then((module) => ({ default: module.AsOfControl })));

/** Quick search and filters of a list. */
export function ListToolbar({ entity }: { readonly entity: MetaEntity }): ReactElement {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  const [isOpen, setOpen] = useState(false);
  const active = Object.keys(filterValues).filter((name) => name !== 'q' && name !== '_asOf').length;
  return (
    <Box sx={{ display: 'flex', gap: 1, mb: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
      {entity.search ? <QuickSearch entity={entity} /> : null}
      {entity.list.filters.length === 0 ? null : (
        <Badge badgeContent={active} color="primary">
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<FilterListOutlined />}
            onClick={() => setOpen(true)}
            sx={{ borderColor: 'divider', bgcolor: 'background.paper' }}
          >
            {t('list.filters')}
          </Button>
        </Badge>
      )}
      {entity.kind === 'balance' || entity.dated !== null ? (
        <Suspense fallback={null}>
          <AsOfControl hint={t(entity.dated === null ? 'ledger.asOfHint' : 'dated.asOfHint')} />
        </Suspense>
      ) : null}
      {active === 0 ? null : (
        <Button color="inherit" onClick={() => setFilters(unasked(filterValues))} sx={{ ml: 0.5 }}>
          {t('list.clear')}
        </Button>
      )}
      <Suspense fallback={null}>{isOpen ? <FilterDialog entity={entity} onClose={() => setOpen(false)} /> : null}</Suspense>
    </Box>
  );
}

/** What is left when the filters are cleared: the search and the day, which have places of their own. */
function unasked(filter: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name === 'q' || name === '_asOf'));
}

function QuickSearch({ entity }: { readonly entity: MetaEntity }): ReactElement {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  const [typed, setTyped] = useState(String(filterValues['q'] ?? ''));
  useEffect(() => {
    const timer = setTimeout(() => {
      const { q, ...rest }: Record<string, unknown> = filterValues;
      if ((q ?? '') !== typed.trim()) setFilters(typed.trim() === '' ? rest : { ...rest, q: typed.trim() });
    }, 250);
    return () => clearTimeout(timer);
  }, [typed, filterValues, setFilters]);
  const label = t('list.search', { name: entity.labelPlural.toLowerCase() });
  return (
    <TextField
      type="search"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      placeholder={label}
      sx={{ maxWidth: { sm: 340 }, '& .MuiOutlinedInput-root': { bgcolor: 'background.paper' } }}
      slotProps={{
        htmlInput: { 'aria-label': label },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchOutlined fontSize="small" />
            </InputAdornment>
          ),
        },
      }}
    />
  );
}

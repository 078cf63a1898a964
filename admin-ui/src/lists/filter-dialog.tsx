import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState, type ReactElement } from 'react';
import { useListContext } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { fieldOf } from '../meta/meta-context.js';
import { FilterInput } from './filter-input.js';

/** The filters of a list, each with what its type can be asked. */
export function FilterDialog({ entity, onClose }: { readonly entity: MetaEntity; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  const [draft, setDraft] = useState<Readonly<Record<string, unknown>>>({ ...filterValues });
  const fields = entity.list.filters.flatMap((name) => fieldOf(entity, name) ?? []).filter((field) => field.filterable);
  const set = (name: string, value: unknown): void => setDraft((old) => without({ ...old, [name]: value }));
  const apply = (): void => {
    setFilters({ ...draft });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm">
      <DialogTitle>{t('list.filters')}</DialogTitle>
      <DialogContent>
        <Box component="form" id="filters" sx={{ display: 'grid', gap: 2, pt: 1 }} onSubmit={(event) => (event.preventDefault(), apply())}>
          {fields.map((field) => (
            <FilterInput key={field.name} entity={entity} field={field} filter={draft} set={set} />
          ))}
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button color="inherit" onClick={() => setDraft(Object.fromEntries(Object.entries(filterValues).filter(([name]) => name === 'q' || name === '_asOf')))}>
          {t('list.clear')}
        </Button>
        <Button type="submit" form="filters" variant="contained">
          {t('list.apply')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Without what was emptied. */
function without(filter: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)));
}

import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';

/** From a row of a query to what it was made of: the one record, or the list of those that share its values. */
export function RecordsBehind({ entity, record }: { readonly entity: MetaEntity; readonly record: ReadonlyMap<string, unknown> }): ReactElement | null {
  const t = useText();
  const from = useEntity(entity.query?.from);
  if (entity.query === null || from === null || from.kind === 'line') return null;
  const filter = Object.fromEntries(
    Object.entries(entity.query.filters).flatMap(([name, path]) =>
      record.get(name) === undefined || record.get(name) === null ? [] : [[path, record.get(name)] as const],
    ),
  );
  const to = entity.query.grouped
    ? `/${from.path}?${new URLSearchParams({ filter: JSON.stringify(filter), displayedFilters: '{}' }).toString()}`
    : `/${from.path}/${String(record.get('id'))}/show`;
  return (
    <Button component={Link} to={to} variant="outlined" color="inherit" sx={{ borderColor: 'divider', bgcolor: 'background.paper', mb: 2 }}>
      {t('query.behind', { name: entity.query.grouped ? from.labelPlural : from.label })}
    </Button>
  );
}

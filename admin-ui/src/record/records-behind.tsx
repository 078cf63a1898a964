import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import type { MetaEntity, MetaQueryBranch } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { recordOfRow } from './record-of-row.js';

type Row = ReadonlyMap<string, unknown>;

/** From a row of a query to what it was made of: the one record, or the lists of those that share its values. */
export function RecordsBehind({ entity, record }: { readonly entity: MetaEntity; readonly record: Row }): ReactElement | null {
  const t = useText();
  const { entities } = useMeta();
  const { query } = entity;
  if (query === null) return null;
  const seen = query.branches.filter(({ from }, index) => query.branches.findIndex((one) => one.from === from) === index);
  const ways = seen.flatMap((branch) => {
    const from = entities.get(branch.from);
    const to = from === undefined || from.kind === 'line' ? null : wayTo(entity, branch, from, record);
    return from === undefined || to === null ? [] : [{ to, name: query.grouped ? from.labelPlural : from.label }];
  });
  return ways.length === 0 ? null : (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 2 }}>
      {ways.map(({ to, name }) => (
        <Button key={to} component={Link} to={to} variant="outlined" color="inherit" sx={{ borderColor: 'divider', bgcolor: 'background.paper' }}>
          {t('query.behind', { name })}
        </Button>
      ))}
    </Box>
  );
}

/** Where a row came from in one of the entities; null where it came from another. */
function wayTo(entity: MetaEntity, { filters }: MetaQueryBranch, from: MetaEntity, row: Row): string | null {
  if (entity.query?.grouped === true) {
    const filter = Object.fromEntries(
      Object.entries(filters).flatMap(([name, path]) => (row.get(name) === undefined || row.get(name) === null ? [] : [[path, row.get(name)] as const])),
    );
    return `/${from.path}?${new URLSearchParams({ filter: JSON.stringify(filter), displayedFilters: '{}' }).toString()}`;
  }
  if (entity.query?.branches.length === 1) return `/${from.path}/${String(row.get('id'))}/show`;
  const record = recordOfRow(entity, row);
  return record?.entity === from.id ? `/${from.path}/${record.id}/show` : null;
}

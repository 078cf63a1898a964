import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { fieldOf, useEntity } from '../meta/meta-context.js';
import { SectionCard } from '../record/section-card.js';
import { entriesLink } from './entries-link.js';
import { EntryTable } from './entry-table.js';
import { useEntries } from './use-entries.js';

interface BalanceEntriesProps {
  readonly entity: MetaEntity;
  readonly record: ReadonlyMap<string, unknown>;
}

/** The newest entries behind a balance, and the way to all of them. */
export function BalanceEntries({ entity, record }: BalanceEntriesProps): ReactElement | null {
  const entries = useEntity(entity.ledger?.entries);
  return entries === null ? null : <Newest balances={entity} entries={entries} record={record} />;
}

const most = 20;

interface NewestProps {
  readonly balances: MetaEntity;
  readonly entries: MetaEntity;
  readonly record: ReadonlyMap<string, unknown>;
}

function Newest({ balances, entries, record }: NewestProps): ReactElement {
  const t = useText();
  const dimensions = balances.ledger?.dimensions ?? [];
  const place = Object.fromEntries(dimensions.map((name) => [name, record.get(name) ?? null]));
  const { rows, total } = useEntries(entries, place, most);
  const columns = entries.list.columns.flatMap((name) => (dimensions.includes(name) ? [] : (fieldOf(entries, name) ?? [])));
  return (
    <SectionCard label={entries.labelPlural}>
      <Box sx={{ gridColumn: 'span 12', minWidth: 0 }}>
        {rows.length === 0 ? (
          <Typography variant="body2" color="textSecondary">
            {t('ledger.none')}
          </Typography>
        ) : (
          <EntryTable entries={entries} rows={rows} columns={columns} />
        )}
        {total > rows.length ? (
          <Button component={Link} to={entriesLink(balances, entries, record)} sx={{ mt: 1 }}>
            {t('ledger.allEntries', { count: total })}
          </Button>
        ) : null}
      </Box>
    </SectionCard>
  );
}

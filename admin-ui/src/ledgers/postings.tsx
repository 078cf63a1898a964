import type { ReactElement } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { fieldOf, useMeta } from '../meta/meta-context.js';
import { SectionCard } from '../record/section-card.js';
import { EntryTable } from './entry-table.js';
import { useEntries } from './use-entries.js';

interface PostingsProps {
  readonly entity: MetaEntity;
  readonly record: ReadonlyMap<string, unknown>;
}

/** What a document wrote into the ledgers that the user may see; nothing where it wrote nothing. */
export function Postings({ entity, record }: PostingsProps): ReactElement | null {
  const { meta } = useMeta();
  // What has no lifecycle posts nothing, and neither does what is new.
  if (entity.states.length === 0 || entity.states.some((state) => state.initial && state.name === record.get('state'))) return null;
  return (
    <>
      {meta.entities
        .filter(({ kind }) => kind === 'ledger')
        .map((ledger) => (
          <PostingsIn key={ledger.id} ledger={ledger} record={record} />
        ))}
    </>
  );
}

const most = 50;

function PostingsIn({ ledger, record }: { readonly ledger: MetaEntity; readonly record: PostingsProps['record'] }): ReactElement | null {
  const t = useText();
  const filter = { source: record.get('id') };
  const { rows, total } = useEntries(ledger, filter, most);
  if (rows.length === 0) return null;
  const columns = ledger.list.columns.flatMap((name) => (name === 'sourceLabel' ? [] : (fieldOf(ledger, name) ?? [])));
  const all = `/${ledger.path}?${new URLSearchParams({ filter: JSON.stringify(filter) }).toString()}`;
  return (
    <SectionCard label={`${t('ledger.postings')} · ${ledger.labelPlural}`}>
      <Box sx={{ gridColumn: 'span 12', minWidth: 0 }}>
        <EntryTable entries={ledger} rows={rows} columns={columns} />
        {total > most ? (
          <Button component={Link} to={all} sx={{ mt: 1 }}>
            {t('ledger.allEntries', { count: total })}
          </Button>
        ) : null}
      </Box>
    </SectionCard>
  );
}

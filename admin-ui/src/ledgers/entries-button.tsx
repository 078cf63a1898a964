import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { entriesLink } from './entries-link.js';
import { useAsOf } from './use-as-of.js';

/** On a phone, where figures are too small to be links: the way to all entries of a place. */
export function EntriesButton({ entity, record }: { readonly entity: MetaEntity; readonly record: ReadonlyMap<string, unknown> }): ReactElement | null {
  const t = useText();
  const asOf = useAsOf();
  const entries = useEntity(entity.ledger?.entries);
  if (entries === null) return null;
  return (
    <Button
      component={Link}
      to={entriesLink(entity, entries, record, { asOf })}
      sx={{ mx: 0.5, mb: 1 }}
      aria-label={`${t('ledger.entries')}: ${String(record.get('_label') ?? '')}`}
    >
      {t('ledger.entries')}
    </Button>
  );
}

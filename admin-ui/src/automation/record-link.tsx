import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { useLabel } from '../inputs/reference-options.js';
import { useEntity } from '../meta/meta-context.js';

interface RecordLinkProps {
  readonly entity: string | null;
  readonly id: string | null;
  /** Asked for when absent; null where the record may not be seen. */
  readonly label?: string | null;
}

/** The way to a record; a dash without one, and words where it is gone or may not be seen. */
export function RecordLink({ entity: name, id, label }: RecordLinkProps): ReactElement {
  const t = useText();
  const entity = useEntity(name ?? undefined);
  const asked = useLabel(entity, label === undefined ? id : null, null);
  if (id === null) return <>{t('record.empty')}</>;
  const text = label === undefined ? asked : label;
  if (entity === null || text === null || text === '…') return <span>{t('record.none')}</span>;
  return (
    <Link component={RouterLink} to={`/${entity.path}/${id}/show`} underline="hover" sx={{ overflowWrap: 'anywhere' }}>
      {text === '' ? entity.label : text}
    </Link>
  );
}

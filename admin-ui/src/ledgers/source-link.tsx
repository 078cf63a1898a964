import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';

/** The document that made a ledger entry. */
export function SourceLink({ record }: { readonly record: ReadonlyMap<string, unknown> }): ReactElement {
  const t = useText();
  const source = useEntity(String(record.get('sourceEntity') ?? ''));
  const label = record.get('sourceLabel');
  const text = typeof label === 'string' && label !== '' ? label : t('record.empty');
  if (source === null || typeof record.get('source') !== 'string') return <span>{text}</span>;
  return (
    <Link
      component={RouterLink}
      to={`/${source.path}/${String(record.get('source'))}/show`}
      underline="hover"
      title={source.label}
      onClick={(event) => event.stopPropagation()}
    >
      {text}
    </Link>
  );
}

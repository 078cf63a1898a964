import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { FieldValue } from '../fields/field-value.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { entriesLink } from './entries-link.js';
import { figureLook } from './figure-look.js';

interface FigureProps {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly record: ReadonlyMap<string, unknown>;
  readonly asOf?: string | null;
}

/** A measure of a balance, as a link to the entries that make it. */
export function Figure({ entity, field, record, asOf = null }: FigureProps): ReactElement {
  const t = useText();
  const entries = useEntity(entity.ledger?.entries);
  const figure = <FieldValue entity={entity} field={field} record={record} isDense />;
  if (entries === null) return figure;
  return (
    <Link
      component={RouterLink}
      to={entriesLink(entity, entries, record, { measure: field.name, asOf })}
      color="inherit"
      underline="always"
      title={t('ledger.entriesOf', { name: field.label })}
      sx={figureLook(record.get(field.name))}
      onClick={(event) => event.stopPropagation()}
    >
      {figure}
    </Link>
  );
}

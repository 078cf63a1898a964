import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { MetaEntity, MetaField, MetaRollup } from '../../../schemas/generated/types.js';
import { FieldValue } from '../fields/field-value.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { figureLook } from './figure-look.js';

interface RollupFigureProps {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly rollup: MetaRollup;
  readonly record: ReadonlyMap<string, unknown>;
}

/** What postings, records or lines add up to for a record, as a link to them where they have a list. */
export function RollupFigure({ entity, field, rollup, record }: RollupFigureProps): ReactElement {
  const t = useText();
  const entries = useEntity(rollup.entity);
  const figure = <FieldValue entity={entity} field={field} record={record} />;
  if (entries === null || entries.kind === 'line') return figure;
  const moved = entries.kind === 'ledger' && rollup.of !== undefined ? { [`${rollup.of}_neq`]: '0' } : {};
  const query = new URLSearchParams({ filter: JSON.stringify({ [rollup.by]: record.get('id'), ...moved }) });
  return (
    <Link
      component={RouterLink}
      to={`/${entries.path}?${query.toString()}`}
      color="inherit"
      underline="always"
      title={t(entries.kind === 'ledger' ? 'ledger.entriesOf' : 'rollup.recordsOf', { name: field.label, records: entries.labelPlural })}
      sx={figureLook(record.get(field.name))}
    >
      {figure}
    </Link>
  );
}

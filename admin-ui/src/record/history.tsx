import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useContext, type ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText, type Say } from '../i18n/use-text.js';
import { fieldOf, useEntity } from '../meta/meta-context.js';

interface HistoryProps {
  readonly entity: MetaEntity;
  readonly id: string;
  readonly version: number;
}

/** Who changed what of a record, newest first. */
export function History({ entity, id, version }: HistoryProps): ReactElement {
  const t = useText();
  const { data } = useQuery({
    queryKey: ['history', entity.path, id, version],
    queryFn: async () => (await request('GET', `/${entity.path}/${id}/history`)).json,
  });
  const entries = Array.isArray(data) ? data.map(membersOf) : [];
  return (
    <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 2, display: 'grid', gap: 2 }}>
      {entries.length === 0 ? (
        <Typography component="li" variant="body2" color="textSecondary">
          {t('side.noHistory')}
        </Typography>
      ) : null}
      {entries.map((entry) => (
        <Entry key={String(entry.get('id'))} entity={entity} entry={entry} />
      ))}
    </Box>
  );
}

function Entry({ entity, entry }: { readonly entity: MetaEntity; readonly entry: ReadonlyMap<string, unknown> }): ReactElement {
  const t = useText();
  const locale = useContext(LocaleContext);
  const changes = entry.get('changes');
  const shown = entry.get('op') === 'created' || !Array.isArray(changes) ? [] : changes.map(membersOf);
  return (
    <Box component="li">
      <Typography variant="body2">
        <strong>{String(membersOf(entry.get('by')).get('label') ?? t('side.nobody'))}</strong> {what(entity, entry, t)}
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        {formatInstant(String(entry.get('at')), locale)}
      </Typography>
      {shown.map((change, index) => (
        <Change key={index} entity={entity} change={change} />
      ))}
    </Box>
  );
}

function what(entity: MetaEntity, entry: ReadonlyMap<string, unknown>, t: Say): string {
  const op = entry.get('op');
  if (op === 'action' && entry.get('action') === 'undo') return t('side.undone');
  if (op === 'action')
    return t('side.action', { name: entity.transitions.find(({ name }) => name === entry.get('action'))?.label ?? String(entry.get('action')) });
  return op === 'created' ? t('side.created') : op === 'deleted' ? t('side.deleted') : t('side.updated');
}

function Change({ entity, change }: { readonly entity: MetaEntity; readonly change: ReadonlyMap<string, unknown> }): ReactElement | null {
  const t = useText();
  const [name = '', inner] = String(change.get('field')).split('.');
  const field = fieldOf(entity, name);
  const line = useEntity(field?.target);
  if (field === null) return null;
  if (field.type === 'lines' && inner === undefined) {
    const isAdded = change.get('from') === null;
    return (
      <Typography variant="body2" color="textSecondary">
        {field.label}: {t(isAdded ? 'side.added' : 'side.removed')} {String(change.get(isAdded ? 'to' : 'from') ?? '')}
      </Typography>
    );
  }
  const shown = inner === undefined ? field : fieldOf(line, inner);
  const owner = inner === undefined ? entity : line;
  if (shown === null || owner === null) return null;
  return (
    <Typography variant="body2" component="div" sx={{ overflowWrap: 'anywhere' }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {shown.label}:
      </Box>{' '}
      <Side entity={owner} field={shown} change={change} side="from" /> → <Side entity={owner} field={shown} change={change} side="to" />
    </Typography>
  );
}

function Side({
  entity,
  field,
  change,
  side,
}: {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly change: ReadonlyMap<string, unknown>;
  readonly side: 'from' | 'to';
}): ReactElement {
  const label = change.get(`${side}Label`);
  if (typeof label === 'string') return <>{label}</>;
  if (field.type === 'image' || field.type === 'signature') return <>{change.get(side) === null ? '—' : '🖼'}</>;
  return <FieldValue entity={entity} field={field} record={new Map([[field.name, change.get(side)]])} isDense />;
}

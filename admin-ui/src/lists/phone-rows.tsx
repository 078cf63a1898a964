import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Checkbox from '@mui/material/Checkbox';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { useListContext } from 'react-admin';
import { Link } from 'react-router-dom';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { ValidChip } from '../dated/valid-chip.js';
import { FieldValue } from '../fields/field-value.js';
import { isEmptyValue } from '../fields/is-empty-value.js';
import { isNumber } from '../fields/is-number.js';
import { lastMoney } from '../fields/last-money.js';
import { useText } from '../i18n/use-text.js';
import { EntriesButton } from '../ledgers/entries-button.js';
import { SourceLink } from '../ledgers/source-link.js';
import { useMeta } from '../meta/meta-context.js';
import { isSelectable } from './is-selectable.js';
import { rowPath } from './row-path.js';

/** The rows of a list on a phone: one card each, the first field as its title and what it comes to beside it. */
export function PhoneRows({ entity, columns }: { readonly entity: MetaEntity; readonly columns: readonly MetaField[] }): ReactElement {
  const { data, isPending } = useListContext();
  if (isPending) return <Skeleton variant="rectangular" height={240} />;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {(data ?? []).map((record) => (
        <Card key={record.id} entity={entity} columns={columns} record={membersOf(record)} />
      ))}
    </Box>
  );
}

function Card({
  entity,
  columns,
  record,
}: {
  readonly entity: MetaEntity;
  readonly columns: readonly MetaField[];
  readonly record: ReadonlyMap<string, unknown>;
}): ReactElement {
  const { entities } = useMeta();
  const worth = columns.filter((field, index) => isWorthShowing(entity, field, index, record));
  const amount = entity.ledger === null ? lastMoney(worth) : undefined;
  const shown = worth.filter((field) => field !== amount).slice(0, 4);
  return (
    <Box component="li" sx={{ borderBottom: 1, borderColor: 'divider', '&:last-of-type': { borderBottom: 0 } }}>
      <Box sx={{ display: 'flex', alignItems: 'flex-start' }}>
        <Choose entity={entity} record={record} />
        <ButtonBase component={Link} to={rowPath(entity, record, entities)} sx={{ display: 'block', flexGrow: 1, minWidth: 0, textAlign: 'left', p: 1.75 }}>
          <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2 }}>
            <Typography sx={{ fontWeight: 600, minWidth: 0, overflowWrap: 'anywhere' }}>{String(record.get('_label') ?? '—')}</Typography>
            {amount === undefined ? null : (
              <Typography title={amount.label} sx={{ fontWeight: 600, flexShrink: 0 }}>
                <FieldValue entity={entity} field={amount} record={record} isDense />
              </Typography>
            )}
          </Box>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 1.5,
              rowGap: 0.5,
              mt: 0.5,
              color: 'text.secondary',
              fontSize: '0.8438rem',
              alignItems: 'center',
            }}
          >
            <ValidChip entity={entity} record={record} />
            {shown.map((field) => (
              <span key={field.name}>
                {isNumber(field) || field.type === 'boolean' ? `${field.label}: ` : ''}
                <FieldValue entity={entity} field={field} record={record} isDense />
              </span>
            ))}
          </Box>
        </ButtonBase>
      </Box>
      <Behind entity={entity} record={record} />
    </Box>
  );
}

/** Of ledgers: what a balance is made of, what an entry came of. */
function Behind({ entity, record }: { readonly entity: MetaEntity; readonly record: ReadonlyMap<string, unknown> }): ReactElement | null {
  if (entity.kind === 'balance') return <EntriesButton entity={entity} record={record} />;
  if (entity.kind !== 'ledger') return null;
  return (
    <Box sx={{ px: 1.75, pb: 1.5, fontSize: '0.8438rem' }}>
      <SourceLink record={record} />
    </Box>
  );
}

/** Chooses the row, where something may be done with several. */
function Choose({ entity, record }: { readonly entity: MetaEntity; readonly record: ReadonlyMap<string, unknown> }): ReactElement | null {
  const t = useText();
  const { selectedIds, onToggleItem } = useListContext();
  const id = String(record.get('id'));
  if (!isSelectable(entity)) return null;
  return (
    <Checkbox
      size="small"
      checked={selectedIds.includes(id)}
      onChange={() => onToggleItem(id)}
      slotProps={{ input: { 'aria-label': t('list.selectOne', { name: String(record.get('_label') ?? '') }) } }}
      sx={{ mt: 0.75, ml: 0.5, mr: -1.25 }}
    />
  );
}

/** What the title says already, and the zeros of a ledger, say nothing. */
function isWorthShowing(entity: MetaEntity, field: MetaField, index: number, record: ReadonlyMap<string, unknown>): boolean {
  const value = record.get(field.name);
  if (entity.ledger === null) return index > 0 && !isEmptyValue(value);
  const isZero = isNumber(field) && Number(value) === 0;
  return !isEmptyValue(value) && !isZero && !entity.ledger.dimensions.includes(field.name) && field.name !== 'sourceLabel';
}

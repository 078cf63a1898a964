import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { useGetOne, useResourceContext } from 'react-admin';
import { useParams } from 'react-router-dom';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { membersOf } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { ValidChip } from '../dated/valid-chip.js';
import { SoftChip } from '../fields/soft-chip.js';
import { useText } from '../i18n/use-text.js';
import { NotFoundPage } from '../layout/not-found-page.js';
import { PageHeader } from '../layout/page-header.js';
import { BalanceEntries } from '../ledgers/balance-entries.js';
import { Figure } from '../ledgers/figure.js';
import { RollupFigure } from '../ledgers/rollup-figure.js';
import { isFigure } from '../ledgers/is-figure.js';
import { Postings } from '../ledgers/postings.js';
import { SourceLink } from '../ledgers/source-link.js';
import { LineTable } from '../lines/line-table.js';
import { fieldOf, useEntity, useMeta } from '../meta/meta-context.js';
import { unitsBeside } from '../meta/units-beside.js';
import { unitsOfLines } from './units-of-lines.js';
import { TreeLevel } from '../tree/tree-level.js';
import { TreePath } from '../tree/tree-path.js';
import { BackLink } from './back-link.js';
import { Chain } from './chain.js';
import { companyOf } from './company-of.js';
import { fieldNow } from './field-now.js';
import { RecordsBehind } from './records-behind.js';
import { RecordActions } from './record-actions.js';
import { SectionCard } from './section-card.js';
import { sectionLabel } from './section-label.js';
import { SidePanel } from './side-panel.js';
import { useLive } from './use-live.js';

/** A record of any entity: what it is, what may be done, and beside it what was said and changed. */
export function RecordPage(): ReactElement | null {
  const t = useText();
  const entity = useEntity(useResourceContext());
  const { id = '' } = useParams();
  const { entities } = useMeta();
  const expand = entity === null ? [] : [unitsBeside(entity, entities), unitsOfLines(entity, entities)];
  const meta = { expand: expand.filter((paths) => paths !== '').join(',') };
  const { data, error } = useGetOne(entity?.path ?? '', { id: decodeURIComponent(id), meta }, { enabled: entity !== null, retry: false });
  if (entity === null) return <NotFoundPage />;
  if (error !== null) return <PageHeader title={t('record.notFound')} below={messageOf(error, t)} above={<BackLink entity={entity} />} />;
  return data === undefined ? null : <RecordView key={`${entity.id} ${id}`} entity={entity} record={membersOf(data)} />;
}

function RecordView({ entity, record }: { readonly entity: MetaEntity; readonly record: ReadonlyMap<string, unknown> }): ReactElement {
  const t = useText();
  const state = entity.states.find((one) => one.name === record.get('state'));
  const isDocument = entity.kind === 'document' || entity.kind === 'record';
  // Entries and balances come of documents; nobody changes them or speaks of them.
  const isKept = entity.kind === 'ledger' || entity.kind === 'balance' || entity.kind === 'query';
  return (
    <>
      <PageHeader
        title={String(record.get('_label') ?? entity.label)}
        above={<TreePath entity={entity} record={record} />}
        beside={state === undefined ? <ValidChip entity={entity} record={record} /> : <SoftChip label={state.label} color={state.color} />}
        below={state?.frozen === true ? t('record.frozen') : null}
        actions={<RecordActions entity={entity} record={record} isFrozen={state?.frozen === true} />}
      />
      {isDocument ? <Chain entity={entity} record={record} /> : null}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: isKept ? 'minmax(0, 1fr)' : 'minmax(0, 1fr) 340px' },
          alignItems: 'start',
        }}
      >
        <Box sx={{ minWidth: 0 }}>
          {entity.sections.map((section) => (
            <Section key={section.key} entity={entity} record={record} section={section} />
          ))}
          <Within entity={entity} record={record} />
          {isDocument ? <Postings entity={entity} record={record} /> : null}
          <RecordsBehind entity={entity} record={record} />
          {entity.kind === 'balance' ? <BalanceEntries entity={entity} record={record} /> : null}
        </Box>
        {isKept ? null : <SidePanel entity={entity} id={String(record.get('id'))} version={Number(record.get('version'))} />}
      </Box>
    </>
  );
}

/** What lies within a record of a tree. */
function Within({ entity, record }: Omit<SectionProps, 'section'>): ReactElement | null {
  const t = useText();
  if (entity.tree === null || Number(record.get('_children') ?? 0) === 0) return null;
  return (
    <SectionCard label={t('tree.within')}>
      <Box sx={{ gridColumn: 'span 12', mx: -2 }}>
        <TreeLevel entity={entity} above={String(record.get('id'))} columns={[]} />
      </Box>
    </SectionCard>
  );
}

interface SectionProps {
  readonly entity: MetaEntity;
  readonly record: ReadonlyMap<string, unknown>;
  readonly section: MetaEntity['sections'][number];
}

function Section({ entity, record, section }: SectionProps): ReactElement | null {
  const live = useLive(entity.fields.some((field) => field.visibleWhen !== undefined));
  const { companyIds } = useMeta().meta.user;
  const values = Object.fromEntries(record);
  const company = companyOf(entity, values, companyIds);
  const places = section.fields.flatMap((place) => {
    const declared = fieldOf(entity, place.field);
    const field = declared === null ? null : fieldNow(live, entity, declared, values, company);
    return field === null ? [] : [{ field, width: place.width }];
  });
  if (places.length === 0) return null;
  return (
    <SectionCard label={sectionLabel(entity, section)}>
      {places.map(({ field, width }) => {
        if (field.type === 'lines')
          return (
            <Box key={field.name} sx={{ gridColumn: 'span 12', minWidth: 0 }}>
              <LineTable field={field} record={record} />
            </Box>
          );
        return (
          <Box key={field.name} sx={{ gridColumn: { xs: width === 12 ? 'span 12' : 'span 6', sm: `span ${Math.max(width, 3)}` }, minWidth: 0 }}>
            <Typography variant="caption" color="textSecondary" component="div">
              {field.label}
            </Typography>
            <Box sx={{ overflowWrap: 'anywhere' }}>
              <Value entity={entity} field={field} record={record} />
            </Box>
          </Box>
        );
      })}
    </SectionCard>
  );
}

function Value({ entity, field, record }: { readonly entity: MetaEntity; readonly field: MetaField; readonly record: SectionProps['record'] }): ReactElement {
  if (isFigure(entity, field)) return <Figure entity={entity} field={field} record={record} />;
  if (field.rollup !== undefined) return <RollupFigure entity={entity} field={field} rollup={field.rollup} record={record} />;
  if (entity.kind === 'ledger' && field.name === 'sourceLabel') return <SourceLink record={record} />;
  return <FieldValue entity={entity} field={field} record={record} />;
}

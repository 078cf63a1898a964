import Paper from '@mui/material/Paper';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { lazy, Suspense, type ReactElement } from 'react';
import { ListBase, useListContext, useResourceContext } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { useText } from '../i18n/use-text.js';
import { EmptyState } from '../layout/empty-state.js';
import { NotFoundPage } from '../layout/not-found-page.js';
import { PageHeader } from '../layout/page-header.js';
import { useEntity, useMeta } from '../meta/meta-context.js';
import { unitsBeside } from '../meta/units-beside.js';
import { TreeLevel } from '../tree/tree-level.js';
import { BulkBar } from './bulk-bar.js';
import { ListActions } from './list-actions.js';
import { ListToolbar } from './list-toolbar.js';
import { Pager } from './pager.js';
import { PhoneRows } from './phone-rows.js';
import { RecordTable } from './record-table.js';
import { useColumns } from './use-columns.js';

const SettingsPage = lazy(() => import('../settings/settings-page.js').then((module) => ({ default: module.SettingsPage })));

/** The list of any entity, as its view says. */
export function EntityList(): ReactElement {
  const entity = useEntity(useResourceContext());
  const { entities } = useMeta();
  if (entity === null) return <NotFoundPage />;
  const [field, direction] = entity.list.sort;
  return (
    <ListBase
      key={entity.path}
      perPage={25}
      sort={{ field: field ?? 'id', order: direction === 'DESC' ? 'DESC' : 'ASC' }}
      storeKey={`${entity.path}.list`}
      disableSyncWithLocation={false}
      queryOptions={{ meta: { expand: unitsBeside(entity, entities) } }}
    >
      {entity.kind === 'settings' ? (
        <Suspense fallback={null}>
          <SettingsPage entity={entity} />
        </Suspense>
      ) : (
        <ListPage entity={entity} />
      )}
    </ListBase>
  );
}

function ListPage({ entity }: { readonly entity: MetaEntity }): ReactElement {
  const columns = useColumns(entity);
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const { filterValues } = useListContext();
  // What is searched for is shown as a list, wherever in the tree it lies.
  const isTree = entity.tree !== null && Object.keys(filterValues).length === 0;
  return (
    <>
      <PageHeader title={entity.labelPlural} below={entity.description} actions={<ListActions entity={entity} columns={columns} isPhone={isPhone} />} />
      <ListToolbar entity={entity} />
      <BulkBar entity={entity} />
      <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
        {isTree ? (
          <TreeLevel entity={entity} above={null} columns={besideName(entity, columns.shown)} />
        ) : (
          <Rows entity={entity} isPhone={isPhone} columns={columns.shown} />
        )}
      </Paper>
      {isTree ? null : <Pager />}
    </>
  );
}

/** What a row of a tree tells beside its name and its place. */
function besideName(entity: MetaEntity, columns: ReturnType<typeof useColumns>['shown']): ReturnType<typeof useColumns>['shown'] {
  return columns.slice(1).filter((field) => field.name !== entity.tree);
}

function Rows({
  entity,
  isPhone,
  columns,
}: {
  readonly entity: MetaEntity;
  readonly isPhone: boolean;
  readonly columns: ReturnType<typeof useColumns>['shown'];
}): ReactElement {
  const t = useText();
  const { data, isPending, error, filterValues } = useListContext();
  if (error !== null && error !== undefined) return <EmptyState icon="flag" title={t('error.title')} hint={messageOf(error, t)} />;
  if (!isPending && data?.length === 0) {
    const isFiltered = Object.keys(filterValues).length > 0;
    return (
      <EmptyState
        icon={entity.icon}
        title={isFiltered ? t('list.noMatch') : t('list.emptyTitle')}
        hint={isFiltered ? '' : t(entity.ledger === null ? 'list.emptyHint' : 'ledger.emptyHint')}
      />
    );
  }
  return isPhone ? <PhoneRows entity={entity} columns={columns} /> : <RecordTable entity={entity} columns={columns} />;
}

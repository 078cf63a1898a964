import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import type { ReactElement } from 'react';
import { useListContext } from 'react-admin';
import { Link, Navigate } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { PageHeader } from '../layout/page-header.js';
import { RecordTable } from '../lists/record-table.js';
import { useColumns } from '../lists/use-columns.js';

/** Settings through which nobody looks: straight to the only record there is, or a list. */
export function SettingsList({ entity }: { readonly entity: MetaEntity }): ReactElement | null {
  const t = useText();
  const columns = useColumns(entity);
  const { data, isPending } = useListContext();
  if (isPending) return null;
  const [only] = data ?? [];
  if (data?.length === 1 && only !== undefined && !entity.can.create) return <Navigate to={`/${entity.path}/${String(only.id)}/show`} replace />;
  const create = entity.can.create ? (
    <Button component={Link} to={`/${entity.path}/create`} variant="contained">
      {t('list.create')}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={entity.labelPlural} below={entity.description} actions={create} />
      <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
        <RecordTable entity={entity} columns={columns.shown} />
      </Paper>
    </>
  );
}

import Add from '@mui/icons-material/Add';
import DownloadOutlined from '@mui/icons-material/DownloadOutlined';
import UploadOutlined from '@mui/icons-material/UploadOutlined';
import ViewColumnOutlined from '@mui/icons-material/ViewColumnOutlined';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState, type ReactElement } from 'react';
import { useListContext } from 'react-admin';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { chosenCompany } from '../api/chosen-company.js';
import { useText } from '../i18n/use-text.js';
import type { Columns } from './use-columns.js';

interface ListActionsProps {
  readonly entity: MetaEntity;
  readonly columns: Columns;
  readonly isPhone: boolean;
}

/** What may be done with the whole list. */
export function ListActions({ entity, columns, isPhone }: ListActionsProps): ReactElement {
  const t = useText();
  return (
    <>
      {isPhone ? null : <ColumnsButton columns={columns} />}
      {entity.can.export ? <ExportButton entity={entity} /> : null}
      {entity.can.import ? (
        <Button component={Link} to={`/import/${entity.path}`} color="inherit" startIcon={<UploadOutlined />}>
          {t('import.title')}
        </Button>
      ) : null}
      {entity.can.create ? (
        <Button component={Link} to={`/${entity.path}/create`} variant="contained" startIcon={<Add />}>
          {t('list.create')}
        </Button>
      ) : null}
    </>
  );
}

function ColumnsButton({ columns }: { readonly columns: Columns }): ReactElement {
  const t = useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { sort } = useListContext();
  const shown = new Set(columns.shown.map(({ name }) => name));
  return (
    <>
      <Button color="inherit" startIcon={<ViewColumnOutlined />} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        {t('list.columns')}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} slotProps={{ paper: { sx: { maxHeight: 420 } } }}>
        <MenuItem dense onClick={() => columns.keepSort(sort.field, sort.order)}>
          {t('list.keepSort')}
        </MenuItem>
        <MenuItem dense disabled={columns.forget === null} onClick={() => columns.forget?.()}>
          {t('list.standard')}
        </MenuItem>
        <Divider />
        {columns.possible.map((field) => (
          <MenuItem key={field.name} dense role="menuitemcheckbox" aria-checked={shown.has(field.name)} onClick={() => columns.toggle(field.name)}>
            <Checkbox size="small" checked={shown.has(field.name)} tabIndex={-1} slotProps={{ input: { 'aria-label': field.label } }} sx={{ p: 0.5, mr: 1 }} />
            {field.label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

const formats = ['csv', 'xlsx'] as const;

/** The server writes the file, with the filters of the list. */
function ExportButton({ entity }: { readonly entity: MetaEntity }): ReactElement {
  const t = useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { filterValues, sort } = useListContext();
  const close = (): void => setAnchor(null);
  const { q, _asOf: asOf, ...filter }: Record<string, unknown> = { ...filterValues };
  const query = new URLSearchParams({ filter: JSON.stringify(filter), sort: JSON.stringify([sort.field, sort.order]) });
  if (typeof q === 'string' && q !== '') query.set('q', q);
  if (typeof asOf === 'string') query.set('asOf', asOf);
  // A link sends no header.
  if (chosenCompany() !== '') query.set('company', chosenCompany());
  return (
    <>
      <Button color="inherit" startIcon={<DownloadOutlined />} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        {t('list.export')}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close}>
        {formats.map((format) => (
          <MenuItem key={format} component="a" href={`/api/${entity.path}/export?format=${format}&${query.toString()}`} download onClick={close}>
            {t(`list.export.${format}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import { useStore } from 'react-admin';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { chosenCompany } from '../api/chosen-company.js';
import { useText } from '../i18n/use-text.js';
import { EmptyState } from '../layout/empty-state.js';
import { PageHeader } from '../layout/page-header.js';
import { useEffective, type Effective } from './effective.js';
import { hasLayers } from './has-layers.js';
import { SettingRows } from './setting-rows.js';
import { SettingsList } from './settings-list.js';
import { useScopes, type Scope } from './use-scopes.js';

/** Settings: what holds, for the whole installation or in one company, and whose it is. */
export function SettingsPage({ entity }: { readonly entity: MetaEntity }): ReactElement | null {
  return hasLayers(entity) ? <LayeredSettings entity={entity} /> : <SettingsList entity={entity} />;
}

function LayeredSettings({ entity }: { readonly entity: MetaEntity }): ReactElement | null {
  const t = useText();
  const scopes = useScopes(entity);
  const [kept, setKept] = useStore<string>(`${entity.path}.scope`, chosenCompany());
  const scope = scopes?.find(({ id }) => (id ?? '') === kept) ?? scopes?.[0];
  const { data, error } = useEffective(entity, scope?.id ?? null, scope !== undefined);
  if (scopes === null || scope === undefined) return null;
  return (
    <>
      <PageHeader
        title={entity.labelPlural}
        below={entity.description}
        actions={data === undefined ? null : <Actions {...{ entity, scope, effective: data }} />}
      />
      {scopes.length < 2 ? null : <ScopeSwitch scopes={scopes} shown={scope} choose={setKept} />}
      {error === null ? null : <EmptyState icon="flag" title={t('error.title')} hint={messageOf(error, t)} />}
      {data === undefined ? null : <SettingRows {...{ entity, company: scope.id, effective: data }} />}
    </>
  );
}

interface SwitchProps {
  readonly scopes: readonly Scope[];
  readonly shown: Scope;
  choose(id: string): void;
}

function ScopeSwitch({ scopes, shown, choose }: SwitchProps): ReactElement {
  const t = useText();
  return (
    <TextField
      select
      size="small"
      label={t('setting.for')}
      value={shown.id ?? ''}
      onChange={({ target }) => choose(target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      sx={{ width: { xs: '100%', sm: 320 }, mb: 2 }}
    >
      {scopes.map(({ id, label, hasOwn }) => (
        <MenuItem key={id ?? ''} value={id ?? ''}>
          {id !== null && hasOwn ? t('setting.own', { name: label }) : label}
        </MenuItem>
      ))}
    </TextField>
  );
}

function Actions({ entity, scope, effective: { id } }: { readonly entity: MetaEntity; readonly scope: Scope; readonly effective: Effective }): ReactElement {
  const t = useText();
  const isChangeable = id === null ? entity.can.create : entity.can.update;
  const values =
    scope.id === null || entity.company === undefined ? {} : { values: { [entity.company]: scope.id, _labels: { [entity.company]: scope.label } } };
  return (
    <>
      {id === null ? null : (
        <Button component={Link} to={`/${entity.path}/${id}/show`} color="inherit">
          {t('side.history')}
        </Button>
      )}
      {isChangeable ? (
        <Button component={Link} to={`/${entity.path}/${id ?? 'create'}`} state={values} variant="contained">
          {t('record.edit')}
        </Button>
      ) : null}
    </>
  );
}

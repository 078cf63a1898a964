import { useState, type ReactElement } from 'react';
import { useGetOne, useNotify, useRedirect, useResourceContext } from 'react-admin';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { ApiProblem, membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';
import { NotFoundPage } from '../layout/not-found-page.js';
import { PageHeader } from '../layout/page-header.js';
import { fieldOf, useEntity } from '../meta/meta-context.js';
import { BackLink } from './back-link.js';
import { EntityForm } from './entity-form.js';
import { sendable } from './sendable.js';
import { UnsavedGuard } from './unsaved-guard.js';
import { useDraft, type Values } from './use-draft.js';
import { useAfterSave } from './use-after-save.js';
import { useSaving } from './use-saving.js';

/** Changes a record of any entity. */
export function EditPage(): ReactElement | null {
  const t = useText();
  const entity = useEntity(useResourceContext());
  const { id = '' } = useParams();
  const { data, error, isFetchedAfterMount } = useGetOne(
    entity?.path ?? '',
    { id: decodeURIComponent(id), meta: { expand: besideCompany(entity) } },
    { enabled: entity !== null, retry: false, refetchOnWindowFocus: false, refetchOnMount: 'always' },
  );
  if (entity === null) return <NotFoundPage />;
  if (error !== null) return <PageHeader title={t('record.notFound')} below={messageOf(error, t)} />;
  if (entity.states.some((state) => state.frozen && state.name === data?.['state'])) return <Navigate to={`/${entity.path}/${id}/show`} replace />;
  // What a list left behind has no lines, and may be old.
  return data === undefined || !isFetchedAfterMount ? null : <EditForm key={data.id} entity={entity} record={data} />;
}

/** The record that says to which company this one belongs, where it is not said in itself. */
function besideCompany(entity: MetaEntity | null): string {
  const [first = '', ...rest] = entity?.company?.split('.') ?? [];
  return rest.length > 0 && fieldOf(entity, first) !== null ? first : '';
}

function EditForm({ entity, record }: { readonly entity: MetaEntity; readonly record: Values }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const redirect = useRedirect();
  const client = useQueryClient();
  const draft = useDraft(entity, record, false);
  const [version, setVersion] = useState(Number(record['version']));
  const [stale, setStale] = useState<ApiProblem | null>(null);
  const [savedId, setSavedId] = useState<string | null>(null);
  useAfterSave(entity, savedId);
  const saving = useSaving();
  const id = String(record['id']);
  const save = (based: number): void =>
    void saving.run(async () => {
      try {
        await request('PUT', `/${entity.path}/${id}`, sendable(entity, draft, false), { 'if-match': `"${based}"` });
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 412) throw error;
        setStale(error);
        return;
      }
      await client.invalidateQueries();
      notify(t('record.saved'), { type: 'success' });
      setSavedId(id);
    });
  const present = Number(stale?.members.get('present'));
  return (
    <>
      <PageHeader title={String(record['_label'] ?? entity.label)} above={<BackLink entity={entity} />} />
      <EntityForm
        key={draft.revision}
        {...{ entity, draft, isNew: false, parts: saving.parts, message: saving.message, isSaving: saving.isSaving }}
        onSave={() => save(version)}
        onCancel={() => redirect('show', entity.path, id)}
      />
      <UnsavedGuard isDirty={draft.isDirty && savedId === null} />
      <Ask
        isOpen={stale !== null}
        text={`${t('record.staleTitle')}. ${t('record.staleText', { yours: version, present })}`}
        yes={t('record.loadTheirs')}
        no={t('record.saveMine')}
        onYes={() => {
          draft.replace(Object.fromEntries(membersOf(stale?.members.get('current'))));
          setVersion(present);
          setStale(null);
        }}
        onNo={() => {
          setVersion(present);
          setStale(null);
          save(present);
        }}
      />
    </>
  );
}

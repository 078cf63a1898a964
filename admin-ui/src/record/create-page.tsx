import { useState, type ReactElement } from 'react';
import { useNotify, useRedirect, useResourceContext } from 'react-admin';
import { useLocation } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { NotFoundPage } from '../layout/not-found-page.js';
import { PageHeader } from '../layout/page-header.js';
import { useEntity } from '../meta/meta-context.js';
import { BackLink } from './back-link.js';
import { EntityForm } from './entity-form.js';
import { SecretDialog } from './secret-dialog.js';
import { sendable } from './sendable.js';
import { UnsavedGuard } from './unsaved-guard.js';
import { useDraft, type Values } from './use-draft.js';
import { useAfterSave } from './use-after-save.js';
import { useOnlyChoices } from './use-only-choices.js';
import { useSaving } from './use-saving.js';

/** A new record of any entity. */
export function CreatePage(): ReactElement {
  const entity = useEntity(useResourceContext());
  return entity === null ? <NotFoundPage /> : <CreateForm key={entity.id} entity={entity} />;
}

function CreateForm({ entity }: { readonly entity: MetaEntity }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const redirect = useRedirect();
  const location = useLocation();
  const [initial] = useState<Values>(() => Object.fromEntries(membersOf(membersOf(location.state).get('values'))));
  const draft = useDraft(entity, initial, true);
  const [secret, setSecret] = useState<{ readonly id: string; readonly key: string } | null>(null);
  const [savedId, setSavedId] = useState<string | null>(null);
  useAfterSave(entity, secret === null ? savedId : null);
  useOnlyChoices(entity, draft);
  const saving = useSaving();
  const save = (): void =>
    void saving.run(async () => {
      const { json } = await request('POST', `/${entity.path}`, sendable(entity, draft, true));
      const made = membersOf(json);
      const id = String(made.get('id'));
      setSavedId(id);
      const key = made.get('_secret');
      if (typeof key === 'string') setSecret({ id, key });
      notify(t('record.saved'), { type: 'success' });
    });
  return (
    <>
      <PageHeader title={t('record.new', { name: entity.label })} above={<BackLink entity={entity} />} />
      <EntityForm
        {...{ entity, draft, isNew: true, parts: saving.parts, message: saving.message, isSaving: saving.isSaving }}
        onSave={save}
        onCancel={() => redirect('list', entity.path)}
      />
      <UnsavedGuard isDirty={draft.isDirty && savedId === null} />
      {secret === null ? null : (
        <SecretDialog title={t('record.secretTitle')} text={t('record.secretText')} secret={secret.key} onClose={() => setSecret(null)} />
      )}
    </>
  );
}

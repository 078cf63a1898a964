import Button from '@mui/material/Button';
import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { SecretDialog } from './secret-dialog.js';

/** An administrator gives a user a new password. */
export function PasswordReset({ id }: { readonly id: string }): ReactElement | null {
  const t = useText();
  const { meta } = useMeta();
  const notify = useNotify();
  const [password, setPassword] = useState<string | null>(null);
  if (!meta.user.isAdministrator || meta.user.id === id) return null;
  const reset = async (): Promise<void> => {
    try {
      const { json } = await request('POST', `/auth/users/${id}/password`, {});
      setPassword(String(membersOf(json).get('password')));
    } catch (error) {
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    }
  };
  return (
    <>
      <Button color="inherit" onClick={() => void reset()}>
        {t('record.resetPassword')}
      </Button>
      {password === null ? null : (
        <SecretDialog title={t('record.newPassword')} text={t('record.newPasswordText')} secret={password} onClose={() => setPassword(null)} />
      )}
    </>
  );
}

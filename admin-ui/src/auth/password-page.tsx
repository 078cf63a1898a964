import Paper from '@mui/material/Paper';
import { useNotify, useRedirect } from 'react-admin';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import { PageHeader } from '../layout/page-header.js';
import { PasswordForm } from './password-form.js';

/** My password. */
export function PasswordPage(): ReactElement {
  const t = useText();
  const notify = useNotify();
  const redirect = useRedirect();
  const done = (): void => {
    notify(t('account.changed'), { type: 'success' });
    redirect('/');
  };
  return (
    <>
      <PageHeader title={t('account.title')} />
      <Paper variant="outlined" sx={{ p: 3, maxWidth: 440 }}>
        <PasswordForm onChanged={done} />
      </Paper>
    </>
  );
}

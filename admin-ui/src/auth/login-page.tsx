import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent, type ReactElement } from 'react';
import { request } from '../api/request.js';
import { messageOf } from '../api/message-of.js';
import { useText } from '../i18n/use-text.js';
import { AuthFrame } from './auth-frame.js';

/** E-mail and password. */
export function LoginPage({ onSignedIn }: { readonly onSignedIn: () => void }): ReactElement {
  const t = useText();
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SyntheticEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    try {
      await request('POST', '/auth/login', { email: form.get('email'), password: form.get('password') });
      onSignedIn();
    } catch (problem) {
      setError(messageOf(problem, t));
      setBusy(false);
    }
  };
  return (
    <AuthFrame title={t('auth.title')} lead={t('auth.lead')}>
      <Stack component="form" spacing={2} onSubmit={(event: SyntheticEvent<HTMLFormElement>) => void submit(event)}>
        {error === null ? null : <Alert severity="error">{error}</Alert>}
        <TextField name="email" type="email" label={t('auth.email')} autoComplete="username" required autoFocus size="medium" />
        <TextField name="password" type="password" label={t('auth.password')} autoComplete="current-password" required size="medium" />
        <Button type="submit" variant="contained" size="large" disabled={isBusy}>
          {t('auth.signIn')}
        </Button>
      </Stack>
    </AuthFrame>
  );
}

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent, type ReactElement } from 'react';
import { messageOf } from '../api/message-of.js';
import { ApiProblem, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';

/** Changes the own password. */
export function PasswordForm({ onChanged }: { readonly onChanged: () => void }): ReactElement {
  const t = useText();
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: SyntheticEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (form.get('next') !== form.get('again')) {
      setError(t('account.differ'));
      return;
    }
    try {
      await request('POST', '/auth/password', { current: form.get('current'), password: form.get('next') });
      onChanged();
    } catch (problem) {
      setError(problem instanceof ApiProblem && problem.parts[0] !== undefined ? problem.parts[0].message : messageOf(problem, t));
    }
  };
  return (
    <Stack component="form" spacing={2} onSubmit={(event: SyntheticEvent<HTMLFormElement>) => void submit(event)}>
      {error === null ? null : <Alert severity="error">{error}</Alert>}
      <TextField name="current" type="password" label={t('account.current')} autoComplete="current-password" required />
      <TextField name="next" type="password" label={t('account.next')} autoComplete="new-password" required />
      <TextField name="again" type="password" label={t('account.again')} autoComplete="new-password" required />
      <Button type="submit" variant="contained">
        {t('account.change')}
      </Button>
    </Stack>
  );
}

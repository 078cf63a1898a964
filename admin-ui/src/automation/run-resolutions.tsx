import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { messageOf } from '../api/message-of.js';
import { request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';
import type { Run } from './run.js';

const told = { retry: 'auto.retried', skip: 'auto.skipped.done', cancel: 'auto.cancelled.done' } as const;

/** What can be decided about a run: try the failed step again, go on without it, or end the run. */
export function RunResolutions({ run }: { readonly run: Run }): ReactElement | null {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const [asking, setAsking] = useState<'skip' | 'cancel'>('cancel');
  const [isAsking, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const resolve = async (resolution: keyof typeof told): Promise<void> => {
    setOpen(false);
    setBusy(true);
    try {
      await request('POST', `/workflows/runs/${run.id}/${resolution}`);
      notify(t(told[resolution]), { type: 'success' });
    } catch (error) {
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    }
    await client.invalidateQueries();
    setBusy(false);
  };
  const ask = (resolution: 'skip' | 'cancel'): void => {
    setAsking(resolution);
    setOpen(true);
  };
  const quiet = { variant: 'outlined', color: 'inherit', sx: { borderColor: 'divider', bgcolor: 'background.paper' }, disabled: isBusy } as const;
  return (
    <>
      {run.status === 'running' || run.status === 'failed' ? (
        <Button {...quiet} onClick={() => ask('cancel')}>
          {t('auto.cancel')}
        </Button>
      ) : null}
      {run.status === 'failed' ? (
        <>
          <Button {...quiet} onClick={() => ask('skip')}>
            {t('auto.skip')}
          </Button>
          <Button variant="contained" disabled={isBusy} onClick={() => void resolve('retry')}>
            {t('auto.retry')}
          </Button>
        </>
      ) : null}
      <Ask
        isOpen={isAsking}
        text={t(asking === 'skip' ? 'auto.skipAsk' : 'auto.cancelAsk')}
        yes={t(`auto.${asking}`)}
        no={t('auto.back')}
        onYes={() => void resolve(asking)}
        onNo={() => setOpen(false)}
      />
    </>
  );
}

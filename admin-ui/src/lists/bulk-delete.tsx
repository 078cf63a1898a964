import Button from '@mui/material/Button';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useListContext, useNotify, useRefresh } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import type { Failure } from '../actions/run-on-several.js';
import { messageOf } from '../api/message-of.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';
import type { ChosenRows } from './use-chosen.js';

const FailuresDialog = lazy(() => import('../actions/failures-dialog.js').then((module) => ({ default: module.FailuresDialog })));

/** Deletes the chosen rows and tells which of them stand, and why. */
export function BulkDelete({ entity, chosen }: { readonly entity: MetaEntity; readonly chosen: ChosenRows }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const refresh = useRefresh();
  const { onUnselectItems } = useListContext();
  const [isAsking, setAsking] = useState(false);
  const [failed, setFailed] = useState<{ readonly count: number; readonly failures: readonly Failure[] } | null>(null);
  const count = chosen.ids.length;
  const remove = async (): Promise<void> => {
    setAsking(false);
    try {
      const { deleteSeveral } = await import('../actions/run-on-several.js');
      const failures = await deleteSeveral(entity, chosen);
      if (failures.length > 0) setFailed({ count, failures });
      else {
        notify(t('list.deleted', { count }), { type: 'success' });
        onUnselectItems();
      }
    } catch (error) {
      notify(messageOf(error, t), { type: 'error' });
    }
    refresh();
  };
  const close = (): void => {
    setFailed(null);
    onUnselectItems();
  };
  return (
    <>
      <Button color="error" onClick={() => setAsking(true)}>
        {t('list.delete')}
      </Button>
      <Ask isOpen={isAsking} text={t('list.deleteAsk', { count })} yes={t('list.delete')} onYes={() => void remove()} onNo={() => setAsking(false)} />
      <Suspense fallback={null}>
        {failed === null ? null : <FailuresDialog {...{ entity, ...failed }} title={t('list.delete')} labels={chosen.labels} onClose={close} />}
      </Suspense>
    </>
  );
}

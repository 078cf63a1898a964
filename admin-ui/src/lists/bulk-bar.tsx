import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useListContext, useNotify, useRefresh } from 'react-admin';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import type { Failure } from '../actions/run-on-several.js';
import { messageOf } from '../api/message-of.js';
import { membersOf } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';
import { mostFound } from './found-records.js';
import { useChosen, type ChosenRows } from './use-chosen.js';

const BulkAction = lazy(() => import('../actions/bulk-action.js').then((module) => ({ default: module.BulkAction })));
const FailuresDialog = lazy(() => import('../actions/failures-dialog.js').then((module) => ({ default: module.FailuresDialog })));

/** What may be done with the chosen rows: the transitions that start from the state of one of them at least, and deleting. */
export function BulkBar({ entity }: { readonly entity: MetaEntity }): ReactElement | null {
  const t = useText();
  const { data, onUnselectItems } = useListContext();
  const [action, setAction] = useState<MetaTransition | null>(null);
  const chosen = useChosen(entity);
  const { ids, labels } = chosen;
  if (ids.length === 0) return null;
  const seen = (data ?? []).map(membersOf).filter((record) => ids.includes(String(record.get('id'))));
  // Of rows on other pages the state is not known here; the server tells.
  const isPossible = ({ from }: MetaTransition): boolean => seen.length < ids.length || seen.some((record) => from.includes(String(record.get('state'))));
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, mb: 1, px: 2, py: 0.75, borderRadius: 2, bgcolor: 'action.selected' }}>
      <Typography variant="body2" sx={{ mr: 1 }} role="status">
        {t('list.selected', { count: ids.length })}
      </Typography>
      <ChooseAll chosen={chosen} />
      {entity.transitions.filter(isPossible).map((transition) => (
        <Button key={transition.name} color={transition.primary ? 'primary' : 'inherit'} onClick={() => setAction(transition)}>
          {transition.label}
        </Button>
      ))}
      {entity.can.delete ? <DeleteButton entity={entity} chosen={chosen} /> : null}
      <Suspense fallback={null}>
        {action === null ? null : (
          <BulkAction key={action.name} {...{ entity, chosen, labels, transition: action }} onDone={onUnselectItems} onClose={() => setAction(null)} />
        )}
      </Suspense>
    </Box>
  );
}

/** From all of this page to all that the list shows. */
function ChooseAll({ chosen: { more, isTooMany, chooseAll } }: { readonly chosen: ChosenRows }): ReactElement | null {
  const t = useText();
  const notify = useNotify();
  if (more === null) return null;
  if (isTooMany)
    return (
      <Typography variant="body2" color="textSecondary" sx={{ mr: 1 }}>
        {t('list.tooManyFound', { most: mostFound })}
      </Typography>
    );
  return (
    <Button
      variant="outlined"
      color="inherit"
      sx={{ mr: 1 }}
      onClick={() => void chooseAll().catch((error: unknown) => notify(messageOf(error, t), { type: 'error' }))}
    >
      {t('list.selectFound', { count: more })}
    </Button>
  );
}

function DeleteButton({ entity, chosen }: { readonly entity: MetaEntity; readonly chosen: ChosenRows }): ReactElement {
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

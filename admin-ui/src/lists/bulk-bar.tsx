import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useListContext, useNotify, useRefresh } from 'react-admin';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';

const BulkAction = lazy(() => import('../actions/bulk-action.js').then((module) => ({ default: module.BulkAction })));

/** What may be done with the chosen rows: the transitions that start from the state of one of them at least, and deleting. */
export function BulkBar({ entity }: { readonly entity: MetaEntity }): ReactElement | null {
  const t = useText();
  const { selectedIds, data, onUnselectItems } = useListContext();
  const [action, setAction] = useState<MetaTransition | null>(null);
  const ids = selectedIds.map(String);
  if (ids.length === 0) return null;
  const chosen = (data ?? []).map(membersOf).filter((record) => ids.includes(String(record.get('id'))));
  // Of rows on other pages the state is not known here; the server tells.
  const isPossible = ({ from }: MetaTransition): boolean => chosen.length < ids.length || chosen.some((record) => from.includes(String(record.get('state'))));
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, mb: 1, px: 2, py: 0.75, borderRadius: 2, bgcolor: 'action.selected' }}>
      <Typography variant="body2" sx={{ mr: 1 }}>
        {t('list.selected', { count: ids.length })}
      </Typography>
      {entity.transitions.filter(isPossible).map((transition) => (
        <Button key={transition.name} color={transition.primary ? 'primary' : 'inherit'} onClick={() => setAction(transition)}>
          {transition.label}
        </Button>
      ))}
      {entity.can.delete ? <DeleteButton entity={entity} ids={ids} /> : null}
      <Suspense fallback={null}>
        {action === null ? null : (
          <BulkAction
            key={action.name}
            {...{ entity, ids, transition: action }}
            labels={new Map(chosen.map((record) => [String(record.get('id')), String(record.get('_label') ?? '')]))}
            onDone={onUnselectItems}
            onClose={() => setAction(null)}
          />
        )}
      </Suspense>
    </Box>
  );
}

function DeleteButton({ entity, ids }: { readonly entity: MetaEntity; readonly ids: readonly string[] }): ReactElement {
  const t = useText();
  const notify = useNotify();
  const refresh = useRefresh();
  const { onUnselectItems } = useListContext();
  const [isAsking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    let deleted = 0;
    try {
      for (const id of ids) {
        await request('DELETE', `/${entity.path}/${id}`);
        deleted += 1;
      }
    } catch (error) {
      notify(messageOf(error, t), { type: 'error' });
    }
    if (deleted > 0) notify(t('list.deleted', { count: deleted }), { type: 'success' });
    onUnselectItems();
    refresh();
  };
  return (
    <>
      <Button color="error" onClick={() => setAsking(true)}>
        {t('list.delete')}
      </Button>
      <Ask
        isOpen={isAsking}
        text={t('list.deleteAsk', { count: ids.length })}
        yes={t('list.delete')}
        onYes={() => void remove()}
        onNo={() => setAsking(false)}
      />
    </>
  );
}

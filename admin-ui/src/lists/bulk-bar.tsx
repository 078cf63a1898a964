import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useListContext, useNotify } from 'react-admin';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { membersOf } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { BulkDelete } from './bulk-delete.js';
import { bulkFields } from './bulk-fields.js';
import { mostFound } from './found-records.js';
import { useChosen, type ChosenRows } from './use-chosen.js';

const BulkAction = lazy(() => import('../actions/bulk-action.js').then((module) => ({ default: module.BulkAction })));
const BulkEdit = lazy(() => import('../actions/bulk-edit.js').then((module) => ({ default: module.BulkEdit })));

/** What may be done with the chosen rows: the transitions that start from the state of one of them at least, and deleting. */
export function BulkBar({ entity }: { readonly entity: MetaEntity }): ReactElement | null {
  const t = useText();
  const { data, onUnselectItems } = useListContext();
  const [action, setAction] = useState<MetaTransition | null>(null);
  const [isEditing, setEditing] = useState(false);
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
      {bulkFields(entity).length === 0 ? null : (
        <Button color="inherit" onClick={() => setEditing(true)}>
          {t('bulk.edit')}
        </Button>
      )}
      {entity.can.delete ? <BulkDelete entity={entity} chosen={chosen} /> : null}
      <Suspense fallback={null}>
        {action === null ? null : (
          <BulkAction key={action.name} {...{ entity, chosen, labels, transition: action }} onDone={onUnselectItems} onClose={() => setAction(null)} />
        )}
        {isEditing ? <BulkEdit {...{ entity, chosen, labels }} onDone={onUnselectItems} onClose={() => setEditing(false)} /> : null}
      </Suspense>
    </Box>
  );
}

/** From all of this page to all that the list shows. A phone has no heading in which the page is chosen. */
function ChooseAll({ chosen: { more, isTooMany, isWholePage, choosePage, chooseAll } }: { readonly chosen: ChosenRows }): ReactElement | null {
  const t = useText();
  const notify = useNotify();
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  if (isPhone && !isWholePage)
    return (
      <Button variant="outlined" color="inherit" sx={{ mr: 1 }} onClick={choosePage}>
        {t('list.selectAll')}
      </Button>
    );
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

import Button from '@mui/material/Button';
import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router-dom';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import type { Values } from '../record/use-draft.js';
import { ActionDialog } from './action-dialog.js';
import { askedFields } from './asked-fields.js';
import { runAction, type Made } from './run-action.js';

interface TransitionButtonProps {
  readonly entity: MetaEntity;
  readonly transition: MetaTransition;
  readonly record: ReadonlyMap<string, unknown>;
}

/** Runs a transition on a record, after asking what it asks, and leads to what it made. */
export function TransitionButton({ entity, transition, record }: TransitionButtonProps): ReactElement {
  const t = useText();
  const client = useQueryClient();
  const lead = useLeadTo(transition);
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isAsking = transition.ask !== null || transition.quantity !== null || askedFields(entity, transition, record).length > 0;
  const run = async (input: Values): Promise<void> => {
    try {
      const made = await runAction(entity, record, transition, input);
      setOpen(false);
      // While the screen goes elsewhere the button is not to be pressed again.
      setBusy(lead(made));
    } finally {
      // Refused or not: somebody else may have changed the record.
      await client.invalidateQueries();
    }
  };
  const runAtOnce = async (): Promise<void> => {
    setBusy(true);
    try {
      await run({});
    } catch (error) {
      setRefusal(messageOf(error, t));
      setOpen(true);
      setBusy(false);
    }
  };
  const open = (): void => {
    setRefusal(null);
    setOpen(true);
  };
  const style = transition.primary
    ? ({ variant: 'contained' } as const)
    : ({ variant: 'outlined', color: 'inherit', sx: { borderColor: 'divider', bgcolor: 'background.paper' } } as const);
  return (
    <>
      <Button {...style} disabled={isBusy} onClick={() => (isAsking ? open() : void runAtOnce())}>
        {transition.label}
      </Button>
      {isOpen ? <ActionDialog {...{ entity, transition, record, refusal, run }} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** An action whose record stays as it is was run for what it makes, so the screen goes there; else there is a link to it. Tells whether it goes. */
function useLeadTo(transition: MetaTransition): (made: readonly Made[]) => boolean {
  const t = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const { entities } = useMeta();
  return (made) => {
    const [first] = made;
    const target = entities.get(first?.entity ?? '');
    if (first === undefined || target === undefined || made.length > 1) {
      notify(t('record.done', { name: transition.label }), { type: 'success' });
      return false;
    }
    const to = `/${target.path}/${first.id}/show`;
    const text = t('action.made', { name: target.label });
    if (transition.to === null) {
      notify(text, { type: 'success' });
      void navigate(to);
      return true;
    }
    notify(
      <>
        {text}{' '}
        <Link to={to} style={{ color: 'inherit', fontWeight: 600 }}>
          {t('action.open')}
        </Link>
      </>,
      { type: 'success', autoHideDuration: 12_000 },
    );
    return false;
  };
}

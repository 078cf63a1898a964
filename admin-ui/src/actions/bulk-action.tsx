import { useState, type ReactElement } from 'react';
import { useNotify } from 'react-admin';
import { useQueryClient } from '@tanstack/react-query';
import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import type { Values } from '../record/use-draft.js';
import { ActionDialog } from './action-dialog.js';
import { FailuresDialog } from './failures-dialog.js';
import { runOnSeveral, type Chosen, type Failure } from './run-on-several.js';

interface BulkActionProps {
  readonly entity: MetaEntity;
  readonly transition: MetaTransition;
  readonly chosen: Chosen;
  /** How the records are called, as far as it is known. */
  readonly labels: ReadonlyMap<string, string>;
  onDone(): void;
  onClose(): void;
}

/** Runs a transition on the chosen rows and tells which of them refused, and why. */
export function BulkAction({ entity, transition, chosen, labels, onDone, onClose }: BulkActionProps): ReactElement {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const [count] = useState(chosen.ids.length);
  const run = async (input: Values): Promise<void> => {
    const failed = await runOnSeveral(entity, chosen, transition, input);
    await client.invalidateQueries();
    if (failed.length > 0) {
      setFailures(failed);
      return;
    }
    notify(t('action.doneSeveral', { name: transition.label, count }), { type: 'success' });
    onClose();
    onDone();
  };
  if (failures.length > 0) return <FailuresDialog {...{ entity, count, failures, labels, onClose }} title={transition.label} />;
  const several = t('action.several', { count });
  const ask = transition.ask === null ? several : `${transition.ask} ${several}`;
  return <ActionDialog {...{ entity, run, onClose }} record={null} transition={{ ...transition, ask }} />;
}

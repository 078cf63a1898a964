import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { bulk, type BulkOutcome } from './bulk.js';
import type { Platform } from './platform.js';
import { runAction, transitionOf } from './run-action.js';
import { isUndoable, undoName } from './undo/undo-sql.js';

/** Runs a transition on several records. What it asks is the same for all. */
export async function runBulkAction(platform: Platform, caller: Caller, entity: Entity, action: string, body: unknown): Promise<readonly BulkOutcome[]> {
  if (action !== undoName || !isUndoable(entity)) transitionOf(platform, caller, entity, action);
  const { ids, filter, ...input }: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const among = new Map(Object.entries({ ids, filter }).filter(([, content]) => content !== undefined));
  return bulk(platform, caller, entity, among, (id) => runAction(platform, caller, entity, id, action, { input }));
}

import { recordId } from '../definitions/field-types/reference.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from './platform.js';
import { runAction, transitionOf } from './run-action.js';

/** What came of one of several records. */
export interface BulkOutcome {
  readonly id: string;
  readonly ok: boolean;
  /** Why not. */
  readonly error?: UserError;
}

const mostIds = 200;

/** Runs a transition on several records, each on its own: what one refuses does not hold up the others. */
export async function runBulkAction(platform: Platform, caller: Caller, entity: Entity, action: string, input: unknown): Promise<readonly BulkOutcome[]> {
  transitionOf(platform, caller, entity, action);
  const outcomes: BulkOutcome[] = [];
  for (const id of idsOf(input)) outcomes.push(await outcomeOf(platform, caller, entity, id, action, restOf(input)));
  return outcomes;
}

async function outcomeOf(platform: Platform, caller: Caller, entity: Entity, id: string, action: string, input: unknown): Promise<BulkOutcome> {
  try {
    await runAction(platform, caller, entity, id, action, { input });
    return { id, ok: true };
  } catch (error) {
    if (error instanceof UserError) return { id, ok: false, error };
    throw error;
  }
}

/** What the transition asks; the same for all. */
function restOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null ? Object.fromEntries(Object.entries(input).filter(([key]) => key !== 'ids')) : input;
}

function idsOf(input: unknown): readonly string[] {
  const ids: unknown = typeof input === 'object' && input !== null && 'ids' in input ? input.ids : undefined;
  const list = Array.isArray(ids) ? ids.map(recordId) : [];
  const known = list.filter((id) => id !== null);
  if (list.length === 0 || list.length > mostIds || known.length < list.length) throw new UserError(400, 'record.ids', { most: mostIds });
  return [...new Set(known)];
}

import type { EntityPolicy } from '../access/policy.js';
import type { Executor } from '../data/database.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { textIn } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import { readRecord } from './get-record.js';
import { checkHooks, hasHooks, tellHooks } from './hooks.js';
import { insist } from './insist.js';
import { answerOf, doOnce, type Once } from './once.js';
import type { Platform } from './platform.js';
import { demandVerb } from './rights.js';
import { withAdditions, type Additions } from './write/additions.js';
import { fillOnlyChoices, type Piece } from './write/complete.js';
import { computed } from './write/computing.js';
import { drawNumbers, drawsWithin } from './write/draw-numbers.js';
import { readableError } from './write/database-error.js';
import type { Given } from './write/draft.js';
import { demandFieldRights, forbidden } from './write/field-rights.js';
import { changesBetween } from './write/history-of.js';
import { satisfies } from './write/load-draft.js';
import { missingLines, newDraft } from './write/new-draft.js';
import { readInput } from './write/read-input.js';
import { hasLateChecks, settleDerived } from './write/settle-derived.js';
import { demandNone, settleDraft, type Unsettled } from './write/settle-draft.js';
import { writeSql } from './write/write-sql.js';

export interface CreateOptions {
  /** Makes a repeat of the request harmless. */
  readonly once?: Once | null;
  /** A step of a plugin writes: also what nobody writes from outside. */
  readonly byStep?: boolean;
  /** It is the next version of another record: its numbers are known, and what was there may stay also where the caller may not write it. */
  readonly version?: { readonly numbers: ReadonlyMap<string, string> };
}

/** Makes a record with its lines and answers with it as JSON text. Throws 403 without the right, 422 with everything that is wrong. */
export async function createRecord(
  platform: Platform,
  caller: Caller,
  entity: Entity,
  input: unknown,
  { once = null, byStep = false, version }: CreateOptions = {},
): Promise<string> {
  const rights = demandVerb(platform, caller, entity, 'create');
  const repeated = once === null ? null : await answerOf(platform, once);
  if (repeated !== null) return repeated;
  const { given, violations } = readInput(platform, caller, entity, input, 'create', byStep);
  const made = await computed(platform.model, caller, platform.database, (computing) => newDraft(computing, entity, given));
  const unsettled: Unsettled = { platform, caller, entity, pieces: made.pieces, from: byStep ? 'platform' : 'outside' };
  if (version === undefined) demandFieldRights(unsettled, 'create');
  else for (const [name, number] of version.numbers) made.draft.values.set(name, number);
  for (const piece of made.pieces) await fillOnlyChoices(platform, platform.database, caller, piece);
  demandNone(await settleDraft(unsettled, platform.database, [...violations, ...missingLines(entity, caller, given)]));
  try {
    let additions: Additions = {};
    const write = async (tx: Executor): Promise<string> => {
      const made = await insert(unsettled, tx, rights, version === undefined ? given : nothingGiven);
      additions = made.additions;
      return made.json;
    };
    // Record, lines and history are one statement, which needs no transaction around it when nothing else belongs to it.
    const json = isAlone(unsettled, rights, once) ? await write(platform.database) : await insist(platform, () => doOnce(platform, once, write));
    platform.onWritten?.(entity);
    // What hooks add may be secret, so a repeat does not find it.
    return withAdditions(json, additions);
  } catch (error) {
    throw await readableError(error, platform, entity, caller);
  }
}

const nothingGiven: Given = { values: new Map(), lines: new Map() };

/** Whether no memory of the answer, no hook, no gapless number and no rule over the row as it became can take the write back. */
function isAlone({ platform, entity, pieces }: Unsettled, rights: EntityPolicy, once: Once | null): boolean {
  if (once !== null || drawsWithin(pieces.map((piece) => piece.entity))) return false;
  const mayAll = [...entity.fields.keys()].every((name) => rights.writableRows(name, 'create').kind !== 'any');
  return rights.rows('create').kind === 'all' && mayAll && !hasHooks(platform, entity) && !hasLateChecks(platform.model, entity);
}

interface Made {
  readonly json: string;
  readonly additions: Additions;
}

async function insert({ platform, caller, entity, pieces }: Unsettled, tx: Executor, rights: EntityPolicy, given: Given): Promise<Made> {
  const [{ draft }] = pieces;
  const step = { platform, tx, caller, entity, before: null, after: draft, action: null };
  demandNone(await checkHooks(step));
  await drawNumbers({ platform, caller, pieces }, tx, { when: 'within' });
  const changes = changesBetween(platform.model, caller, entity, null, draft);
  await tx.text(writeSql({ model: platform.model, entity, draft, before: null, caller, op: 'created', action: null, changes }));
  demandNone(await settleDerived(step));
  await demandRowRights(pieces[0], { platform, caller, tx }, rights, given);
  const additions = await tellHooks(step);
  const json = await readRecord(platform, tx, caller, entity, draft.id);
  // Who may make but not see a record is told that it was made.
  return { json: json ?? JSON.stringify({ id: draft.id, version: 1 }), additions };
}

interface InTransaction {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly tx: Executor;
}

/** The row as it became must be one that the caller may make, and so must each field that may be written in some rows only. */
async function demandRowRights({ entity, draft }: Piece, { platform, caller, tx }: InTransaction, rights: EntityPolicy, given: Given): Promise<void> {
  const names = [...given.values.keys()].filter((name) => rights.writableRows(name, 'create').kind === 'any');
  const rules = [rights.rows('create'), ...names.map((name) => rights.writableRows(name, 'create'))];
  const [isAllowed, ...areWritable] = await satisfies(platform, tx, caller, entity, draft.id, rules);
  if (isAllowed !== true) throw new UserError(403, 'record.rule-after', { entity: textIn(entity.label, caller.locale).toLowerCase() });
  const refused = names.filter((_, index) => areWritable[index] !== true);
  const violations = refused.map((name) => forbidden(entity, caller, name, `/${name}`));
  if (violations.length > 0) throw new UserError(403, 'record.field-forbidden', violations[0]?.params ?? {}, violations);
}

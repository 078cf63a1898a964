import type { EntityPolicy } from '../access/policy.js';
import type { Executor } from '../data/database.js';
import type { Sql } from '../data/sql.js';
import { treeLockSql } from '../data/tree-routines.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { textIn } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import { insist } from './insist.js';
import { notFound, readRecord } from './get-record.js';
import { checkHooks, tellHooks } from './hooks.js';
import type { Platform } from './platform.js';
import { demandVerb } from './rights.js';
import { withAdditions } from './write/additions.js';
import { changedFields } from './write/complete.js';
import { computed } from './write/computing.js';
import { drawNumbers } from './write/draw-numbers.js';
import { readableError } from './write/database-error.js';
import { demandFresh, demandRow, demandThawed } from './write/demand.js';
import type { Given } from './write/draft.js';
import { changedGiven, demandFieldRights, forbidden } from './write/field-rights.js';
import { changesBetween } from './write/history-of.js';
import { lockRecord, mayQuestion, satisfies, type Locked } from './write/load-draft.js';
import { merge, type Merged } from './write/merge.js';
import { readInput } from './write/read-input.js';
import { settleDerived } from './write/settle-derived.js';
import { demandNone, settleDraft } from './write/settle-draft.js';
import { writeSql } from './write/write-sql.js';

export interface UpdateOptions {
  /** put: a client sends back what it read; what it may not write is passed over. patch: it is refused. */
  readonly mode: 'put' | 'patch';
  /** Version that the change is based on; stale is refused with 412. Without it the last one wins. */
  readonly ifMatch?: number | null;
  /** A step of a plugin writes: also what nobody writes from outside, and its own record also where the transition has frozen it. */
  readonly byStep?: 'own' | 'other';
}

interface Update {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly entity: Entity;
  readonly rights: EntityPolicy;
  readonly tx: Executor;
}

/** Changes what is given of a record and answers with it as JSON text. Throws 404, 403, 409 when it is frozen, 412 when it is stale, 422. */
export async function updateRecord(platform: Platform, caller: Caller, entity: Entity, id: string, input: unknown, options: UpdateOptions): Promise<string> {
  const rights = demandVerb(platform, caller, entity, 'update');
  const { given, version, violations } = readInput(platform, caller, entity, input, options.mode, options.byStep !== undefined);
  const expected = options.ifMatch ?? version;
  try {
    const json = await insist(platform, () =>
      platform.database.transaction(async (tx) => {
        const update: Update = { platform, caller, entity, rights, tx };
        if (entity.tree !== null && given.values.has(entity.tree.parent)) await tx.rows(treeLockSql(entity));
        const locked = await lock(update, id, given);
        await demandFresh(update, locked, expected);
        if (options.byStep !== 'own') demandThawed(entity, caller, locked);
        const merged = await computed(platform.model, caller, tx, (computing) => merge(computing, entity, locked.draft, visible(locked, given, options.mode)));
        if (isUnchanged(merged) && violations.length === 0 && merged.violations.length === 0) return readBack(update, id);
        demandFieldRights({ platform, caller, pieces: merged.pieces }, 'update');
        demandRowFields(update, locked, merged);
        const from = options.byStep === undefined ? 'outside' : 'platform';
        demandNone(await settleDraft({ platform, caller, entity, pieces: merged.pieces, from }, tx, [...violations, ...merged.violations]));
        return save(update, merged);
      }),
    );
    platform.onWritten?.(entity);
    return json;
  } catch (error) {
    throw await readableError(error, platform, entity, caller);
  }
}

/** Locks the row and asks with it what the caller may do with it. */
async function lock({ platform, caller, entity, rights, tx }: Update, id: string, given: Given): Promise<Locked> {
  const questions = new Map<string, Sql>([
    ['read', mayQuestion(platform, caller, entity, rights.rows('read'))],
    ['update', mayQuestion(platform, caller, entity, rights.rows('update'))],
  ]);
  for (const name of given.values.keys()) {
    const writable = rights.writableRows(name, 'update');
    const seen = rights.fieldRows(name);
    if (writable.kind === 'any') questions.set(`write_${name}`, mayQuestion(platform, caller, entity, writable));
    if (seen.kind === 'any') questions.set(`see_${name}`, mayQuestion(platform, caller, entity, seen));
  }
  return demandRow(entity, caller, await lockRecord(platform.model, tx, entity, id, questions), 'update');
}

/** A client that sends back what it read does not empty what it could not see. */
function visible(locked: Locked, given: Given, mode: UpdateOptions['mode']): Given {
  if (mode === 'patch') return given;
  return { ...given, values: new Map([...given.values].filter(([name]) => locked.answers.get(`see_${name}`) !== false)) };
}

function isUnchanged({ pieces }: Merged): boolean {
  const [{ draft, before }, ...lines] = pieces;
  const isSameList = [...draft.lines].every(([name, now]) => {
    const old = before?.lines.get(name) ?? [];
    return now.length === old.length && now.every((line, index) => line.id === old[index]?.id);
  });
  return isSameList && [pieces[0], ...lines].every((piece) => piece.before !== null && changedFields(piece).length === 0);
}

/** Fields that may be written in some rows only: asked of the row as it was. */
function demandRowFields({ entity, caller }: Update, locked: Locked, { pieces }: Merged): void {
  const refused = changedGiven(pieces[0]).filter((name) => locked.answers.get(`write_${name}`) === false);
  const violations = refused.map((name) => forbidden(entity, caller, name, `/${name}`));
  if (violations.length > 0) throw new UserError(403, 'record.field-forbidden', violations[0]?.params ?? {}, violations);
}

async function save(update: Update, { pieces }: Merged): Promise<string> {
  const { platform, caller, entity, rights, tx } = update;
  const [{ draft, before }] = pieces;
  const step = { platform, tx, caller, entity, before, after: draft, action: null };
  demandNone(await checkHooks(step));
  await drawNumbers({ platform, caller, pieces }, tx, { when: 'within' });
  const changes = changesBetween(platform.model, caller, entity, before, draft);
  await tx.text(writeSql({ model: platform.model, entity, draft, before, caller, op: 'updated', action: null, changes }));
  demandNone(await settleDerived(step));
  const [isAllowed] = await satisfies(platform, tx, caller, entity, draft.id, [rights.rows('update')]);
  if (isAllowed !== true) throw new UserError(403, 'record.rule-after', { entity: textIn(entity.label, caller.locale).toLowerCase() });
  const additions = await tellHooks(step);
  return withAdditions(await readBack(update, draft.id), additions);
}

async function readBack({ platform, caller, entity, tx }: Update, id: string): Promise<string> {
  const json = await readRecord(platform, tx, caller, entity, id);
  if (json === null) throw notFound(entity, caller);
  return json;
}

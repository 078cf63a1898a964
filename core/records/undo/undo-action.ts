import { allLedgers } from '../../data/ledgers/ledger-tables.js';
import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Entity, Transition } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { notFound, readRecord } from '../get-record.js';
import { checkHooks, tellHooks } from '../hooks.js';
import { insist } from '../insist.js';
import { reverseEntries } from '../ledgers/reverse-entries.js';
import { doOnce, type Once } from '../once.js';
import type { Platform } from '../platform.js';
import type { Piece } from '../write/complete.js';
import { environmentOf } from '../write/compute.js';
import { computed } from '../write/computing.js';
import { readableError } from '../write/database-error.js';
import { demandFresh } from '../write/demand.js';
import { changesBetween } from '../write/history-of.js';
import { lockRecord, mayQuestion, type Locked } from '../write/load-draft.js';
import { isFieldValue } from '../write/lookups.js';
import { merge } from '../write/merge.js';
import { demandNone, settleDraft } from '../write/settle-draft.js';
import { settleDerived } from '../write/settle-derived.js';
import { writeSql } from '../write/write-sql.js';
import { builtUpon } from './built-upon.js';
import { undoable, undoName } from './undo-sql.js';

interface Undoing {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly entity: Entity;
}

/** What is known of the transition that is to be undone. */
interface Remembered {
  readonly transition: Transition;
  readonly at: string;
  readonly before: ReadonlyMap<string, FieldValue>;
  readonly entries: readonly string[];
}

/** Takes back the last transition of a record: its state, what was set, what was posted. Throws 404, 403, 409 when there is nothing to undo, it is too late, or something was built upon it, 412. */
export async function undoAction(
  undoing: Undoing,
  id: string,
  { ifMatch, once }: { readonly ifMatch: number | null; readonly once: Once | null },
): Promise<string> {
  const { platform, caller, entity } = undoing;
  const rights = platform.policyOf(caller).entity(entity.id);
  const questions = new Map([
    ['read', mayQuestion(platform, caller, entity, rights.rows('read'))],
    ...undoable(entity).map(({ name }) => [`run_${name}`, mayQuestion(platform, caller, entity, rights.actionRows(name))] as const),
  ]);
  try {
    const work = async (tx: Executor): Promise<string> => {
      const locked = await lockRecord(platform.model, tx, entity, id, questions);
      if (locked === null || locked.answers.get('read') !== true) throw notFound(entity, caller);
      await demandFresh({ ...undoing, tx }, locked, ifMatch);
      const remembered = await demandUndoable(undoing, tx, locked);
      return takeBack(undoing, tx, locked, remembered);
    };
    const json = await insist(platform, () => doOnce(platform, once, work));
    platform.onWritten?.(entity);
    return json;
  } catch (error) {
    throw await readableError(error, platform, entity, caller);
  }
}

async function demandUndoable({ platform, caller, entity }: Undoing, tx: Executor, { draft, version, answers }: Locked): Promise<Remembered> {
  const [row] = await tx.rows(sql`
    SELECT action, at::text AS at, version, before::text AS before, entries::text AS entries, coalesce(until <= now(), false) AS is_late
    FROM trellis_undo WHERE record_id = ${value(draft.id, 'uuid')}`);
  const transition = undoable(entity).find(({ name }) => name === row?.['action']);
  if (row === undefined || transition === undefined || row['version'] !== version)
    throw new UserError(409, 'record.nothing-to-undo', { entity: textIn(entity.label, caller.locale).toLowerCase() });
  const action = textIn(transition.declaration.label, caller.locale);
  if (answers.get(`run_${transition.name}`) !== true)
    throw new UserError(403, 'record.action-forbidden', { action, entity: textIn(entity.label, caller.locale).toLowerCase() });
  if (row['is_late'] === true) throw new UserError(409, 'record.undo-too-late', { action, minutes: transition.declaration.undo?.within ?? 0 });
  const at = String(row['at']);
  const found = await builtUpon(platform, tx, caller, entity, { id: draft.id, at });
  if (found.length > 0) throw new UserError(409, 'record.built-upon', { action, found: found.join(', ') });
  return { transition, at, before: valuesOf(row['before']), entries: idsOf(row['entries']) };
}

async function takeBack({ platform, caller, entity }: Undoing, tx: Executor, locked: Locked, { before, entries }: Remembered): Promise<string> {
  const now = locked.draft;
  const written = [...before].filter(
    ([name]) => name !== 'state' && entity.fields.get(name)?.isComputed === false && entity.fields.get(name)?.isSystem === false,
  );
  const { pieces } = await computed(platform.model, caller, tx, (computing) => merge(computing, entity, now, { values: new Map(written), lines: new Map() }));
  const [record]: readonly [Piece, ...Piece[]] = pieces;
  record.draft.values.set('state', before.get('state') ?? null);
  demandNone(await settleDraft({ platform, caller, entity, pieces, from: 'platform' }, tx, []));
  const step = { platform, tx, caller, entity, before: now, after: record.draft, action: null };
  demandNone(await checkHooks(step));
  const changes = changesBetween(platform.model, caller, entity, now, record.draft);
  await tx.text(writeSql({ model: platform.model, entity, draft: record.draft, before: now, caller, op: 'action', action: undoName, changes }));
  demandNone(await settleDerived(step));
  const environment = environmentOf(platform.model, caller, entity, now);
  const label = evaluate(entity.title, environment);
  const source = { entity: entity.id, id: now.id, label: typeof label === 'string' ? label : null };
  for (const { entries: ledger } of entries.length === 0 ? [] : allLedgers(platform.model))
    await reverseEntries({ platform, tx, caller, ledger: ledger.id, date: environment.today.text, source }, now.id, entries);
  await tellHooks(step);
  await tx.rows(sql`DELETE FROM trellis_undo WHERE record_id = ${value(now.id, 'uuid')}`);
  return (await readRecord(platform, tx, caller, entity, now.id)) ?? JSON.stringify({ id: now.id, version: locked.version + 1 });
}

function valuesOf(json: unknown): ReadonlyMap<string, FieldValue> {
  const object: unknown = JSON.parse(String(json));
  if (typeof object !== 'object' || object === null) return new Map();
  return new Map(Object.entries(object).flatMap(([name, content]) => (isFieldValue(content) ? [[name, content] as const] : [])));
}

function idsOf(json: unknown): readonly string[] {
  const list: unknown = JSON.parse(String(json));
  return Array.isArray(list) ? list.map(String) : [];
}

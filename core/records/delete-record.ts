import { identifier, join, sql, value, type Sql } from '../data/sql.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { errorCode } from '../kernel/error-code.js';
import { textIn } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import { notFound, readRecord } from './get-record.js';
import { checkHooks, tellHooks } from './hooks.js';
import { insist } from './insist.js';
import type { Platform } from './platform.js';
import { demandVerb } from './rights.js';
import { readableError } from './write/database-error.js';
import { demandFresh, demandRow, demandThawed } from './write/demand.js';
import type { Draft } from './write/draft.js';
import { isGapless } from './write/draw-numbers.js';
import { changesBetween } from './write/history-of.js';
import { lockRecord, mayQuestion } from './write/load-draft.js';
import { settleDerived } from './write/settle-derived.js';
import { demandNone } from './write/settle-draft.js';
import { causeSql, historySql } from './write/write-sql.js';

/** Deletes a record and answers with it as it was. Its history stays. Throws 404, 403, 409 when it is frozen or still referred to, 412. */
export async function deleteRecord(platform: Platform, caller: Caller, entity: Entity, id: string, ifMatch: number | null = null): Promise<string> {
  const rights = demandVerb(platform, caller, entity, 'delete');
  const questions = new Map([
    ['read', mayQuestion(platform, caller, entity, rights.rows('read'))],
    ['delete', mayQuestion(platform, caller, entity, rights.rows('delete'))],
  ]);
  try {
    const json = await insist(platform, () =>
      platform.database.transaction(async (tx) => {
        const locked = demandRow(entity, caller, await lockRecord(platform.model, tx, entity, id, questions), 'delete');
        await demandFresh({ platform, caller, entity, tx }, locked, ifMatch);
        demandThawed(entity, caller, locked);
        demandUnnumbered(entity, caller, locked.draft);
        const step = { platform, tx, caller, entity, before: locked.draft, after: null, action: null };
        demandNone(await checkHooks(step));
        const before = await readRecord(platform, tx, caller, entity, locked.draft.id);
        if (before === null) throw notFound(entity, caller);
        const changes = changesBetween(platform.model, caller, entity, locked.draft, null);
        const key = value(locked.draft.id, 'uuid');
        const entry = historySql(entity, locked.draft.id, { caller, op: 'deleted', action: null, changes });
        await tx.text(
          sql`WITH gone AS (DELETE FROM ${identifier(entity.table)} WHERE id = ${key}), told AS (${entry}),
            unlinked AS (DELETE FROM trellis_chain WHERE target_id = ${key} OR source_id = ${key}), final AS (DELETE FROM trellis_undo WHERE record_id = ${key}) SELECT ${causeSql({ caller, action: null })}`,
        );
        await settleDerived(step);
        await tellHooks(step);
        return before;
      }),
    );
    platform.onWritten?.(entity);
    return json;
  } catch (error) {
    if (errorCode(error) === '23503') throw await stillReferred(platform, caller, entity, id);
    throw await readableError(error, platform, entity, caller);
  }
}

/** Deleting a record would tear a gap into numbers that must have none. */
function demandUnnumbered(entity: Entity, caller: Caller, draft: Draft): void {
  const number = [...entity.fields.values()].filter(isGapless).flatMap((field) => draft.values.get(field.name) ?? [])[0];
  if (number !== undefined) throw new UserError(409, 'record.numbered', { entity: textIn(entity.label, caller.locale).toLowerCase(), number: String(number) });
}

/** Names what refers to the record, with counts; records that the caller may not see are counted too, or nobody could mend it. */
async function stillReferred(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<UserError> {
  const places = referring(platform.model, entity);
  const counts = places.map(({ owner, field }, index) => sql`(SELECT count(*)::integer FROM ${usesOf(owner, field, id)}) AS ${identifier(`c${index}`)}`);
  const [row] = counts.length === 0 ? [] : await platform.database.rows(sql`SELECT ${join(counts, ', ')}`);
  const found = places
    .map(({ owner }, index) => ({ label: textIn(owner.labelPlural, caller.locale), count: Number(row?.[`c${index}`] ?? 0) }))
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `${label} (${count})`);
  return new UserError(409, 'record.still-referred', { found: [...new Set(found)].join(', ') });
}

interface Place {
  readonly owner: Entity;
  readonly field: Field;
}

/** Fields that may hold the record fast. */
function referring(model: Model, entity: Entity): readonly Place[] {
  return [...model.entities.values()]
    .filter((owner) => owner.query === null)
    .flatMap((owner) =>
      [...owner.fields.values()]
        .filter((field) => field.target === entity.id && (field.type === 'reference' || field.type === 'many-to-many') && field.name !== 'parent')
        .map((field) => ({ owner, field })),
    );
}

function usesOf(owner: Entity, field: Field, id: string): Sql {
  const key = value(id, 'uuid');
  return field.type === 'reference'
    ? sql`${identifier(owner.table)} WHERE ${identifier(field.column)} = ${key}`
    : sql`${identifier(field.column)} WHERE target_id = ${key}`;
}

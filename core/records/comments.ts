import { sql, value, type Sql } from '../data/sql.js';
import { recordId } from '../definitions/field-types/reference.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { UserError } from '../kernel/user-error.js';
import { notFound, readRecord } from './get-record.js';
import { mentionsOf, readMentions } from './mentions.js';
import { doOnce, type Once } from './once.js';
import type { Platform } from './platform.js';

const longestText = 10_000;

/** Comments on a record that the caller sees, oldest first, as JSON text. */
export async function listComments(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<string> {
  await demandSeen(platform, caller, entity, id);
  const where = sql`c.entity = ${value(entity.id, 'text')} AND c.record_id = ${value(recordId(id), 'uuid')}`;
  const json = await platform.database.text(sql`SELECT coalesce(json_agg(r), '[]'::json)::text FROM (${commentSql(where)} ORDER BY c.id) r`);
  return json ?? '[]';
}

/** Adds a comment; whoever sees a record may say something about it. Users whom it mentions are told if they see the record too; the answer names those. */
export async function addComment(platform: Platform, caller: Caller, entity: Entity, id: string, input: unknown, once: Once | null): Promise<string> {
  await demandSeen(platform, caller, entity, id);
  const text = textOf(input);
  const users = await readMentions(platform, caller, input);
  const commentId = newId();
  return doOnce(platform, once, async (tx) => {
    const mentions = await mentionsOf(platform, tx, caller, entity, { comment: commentId, text, record: id }, users);
    await tx.rows(sql`
      INSERT INTO trellis_comment (id, entity, record_id, author, text, mentions)
      VALUES (${value(commentId, 'uuid')}, ${value(entity.id, 'text')}, ${value(recordId(id), 'uuid')}, ${value(caller.userId, 'uuid')}, ${value(text, 'text')}, ${value(
        mentions.map(({ user }) => user),
        'uuid[]',
      )})`);
    for (const mention of mentions) if (mention.user !== caller.userId) await platform.onMentioned?.(tx, mention);
    const json = await tx.text(sql`SELECT row_to_json(r)::text FROM (${commentSql(sql`c.id = ${value(commentId, 'uuid')}`)}) r`);
    return json ?? 'null';
  });
}

/** Takes back an own comment; an administrator any. Answers with it as it was. */
export async function deleteComment(platform: Platform, caller: Caller, entity: Entity, id: string, commentId: string): Promise<string> {
  await demandSeen(platform, caller, entity, id);
  const key = recordId(commentId);
  return platform.database.transaction(async (tx) => {
    const isOwn = sql`(${value(caller.isAdministrator, 'boolean')} OR c.author = ${value(caller.userId, 'uuid')})`;
    const where = sql`c.id = ${value(key, 'uuid')} AND c.entity = ${value(entity.id, 'text')} AND c.record_id = ${value(recordId(id), 'uuid')} AND ${isOwn}`;
    const json = await tx.text(sql`SELECT row_to_json(r)::text FROM (${commentSql(where)}) r`);
    if (json === null) throw new UserError(404, 'record.no-comment');
    await tx.rows(sql`DELETE FROM trellis_comment WHERE id = ${value(key, 'uuid')}`);
    return json;
  });
}

function commentSql(where: Sql): Sql {
  return sql`
    SELECT c.id, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
      CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'label', u.name) END AS by, c.text,
      (SELECT coalesce(json_agg(json_build_object('id', m.id, 'label', m.name) ORDER BY m.name), '[]'::json) FROM core_user m WHERE m.id = ANY(c.mentions)) AS mentions
    FROM trellis_comment c LEFT JOIN core_user u ON u.id = c.author WHERE ${where}`;
}

async function demandSeen(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<void> {
  // Rows of a query have keys made of their values, which others share who see other records behind them.
  if (entity.kind === 'query' || (await readRecord(platform, platform.database, caller, entity, id)) === null) throw notFound(entity, caller);
}

function textOf(input: unknown): string {
  const text: unknown = typeof input === 'object' && input !== null && 'text' in input ? input.text : undefined;
  const trimmed = typeof text === 'string' ? text.trim() : '';
  if (trimmed === '' || trimmed.length > longestText || trimmed.includes('\0') || /\p{Surrogate}/u.test(trimmed))
    throw new UserError(422, 'record.comment-text', { longest: longestText }, [
      { pointer: '/text', code: 'record.comment-text', params: { longest: longestText } },
    ]);
  return trimmed;
}

import type { Executor } from '../data/database.js';
import { sql, value, type Sql } from '../data/sql.js';
import type { Caller } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';

const most = 50;

/** What is put into a user's bell. */
export interface NewNotice {
  readonly user: string;
  readonly title: string;
  readonly text: string | null;
  /** Record that it leads to. */
  readonly entity: string | null;
  readonly record: string | null;
  /** Comment that mentions the user. */
  readonly comment?: string;
}

/** Adds a notice; users who are not there are passed over. */
export async function addNotice(tx: Executor, { user, title, text, entity, record, comment }: NewNotice): Promise<void> {
  if (!/^[0-9a-f-]{36}$/u.test(user)) return;
  await tx.rows(sql`
    INSERT INTO trellis_notice (id, "user", title, text, entity, record_id, comment)
    SELECT ${value(newId(), 'uuid')}, u.id, ${value(title.slice(0, 300), 'text')}, ${value(text?.slice(0, 2000) ?? null, 'text')}, ${value(entity, 'text')}, ${value(record, 'uuid')}, ${value(comment ?? null, 'uuid')}
    FROM core_user u WHERE u.id = ${value(user, 'uuid')}`);
}

/** The caller's newest notices and how many are unread, as JSON text. */
export async function readNotices(executor: Executor, caller: Caller): Promise<string> {
  const json = await executor.text(sql`
    SELECT json_build_object(
      'unread', (SELECT count(*)::integer FROM trellis_notice WHERE "user" = ${value(caller.userId, 'uuid')} AND read_at IS NULL),
      'notices', (${listSql(caller, sql`true`)}))::text`);
  return json ?? '{"unread":0,"notices":[]}';
}

/** What the caller was mentioned in and has not read, newest first, as JSON text. */
export async function unreadMentions(executor: Executor, caller: Caller): Promise<string> {
  return (await executor.text(sql`SELECT (${listSql(caller, sql`comment IS NOT NULL AND read_at IS NULL`)})::text`)) ?? '[]';
}

function listSql(caller: Caller, where: Sql): Sql {
  return sql`SELECT coalesce(json_agg(n), '[]'::json) FROM (
    SELECT id, title, text, entity, record_id AS record, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
      read_at IS NOT NULL AS "isRead", comment IS NOT NULL AS "isMention"
    FROM trellis_notice WHERE "user" = ${value(caller.userId, 'uuid')} AND ${where} ORDER BY id DESC LIMIT ${value(most, 'integer')}) n`;
}

/** Marks notices of the caller as read; without ids all of them. */
export async function markRead(executor: Executor, caller: Caller, ids: readonly string[] | null): Promise<void> {
  await executor.rows(sql`
    UPDATE trellis_notice SET read_at = now() WHERE "user" = ${value(caller.userId, 'uuid')} AND read_at IS NULL
      AND (${value(ids, 'uuid[]')} IS NULL OR id = ANY(${value(ids, 'uuid[]')}))`);
}

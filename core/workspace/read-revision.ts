import { raw, sql, value } from '../data/sql.js';
import type { Executor, Row } from '../data/database.js';
import { noRevision, type Revision } from './revision.js';
import { filesFrom } from './workspace-files.js';

const columns = raw(
  `revision, base, files::text AS files, model_hash, author::text AS author, message, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`,
);

/** The revision in force; revision 0 where there is none, or no table for one yet. */
export async function headRevision(executor: Executor): Promise<Revision> {
  const there = await executor.text(sql`SELECT to_regclass('trellis_workspace_revision')::text`);
  if (there === null) return noRevision;
  const [row] = await executor.rows(sql`SELECT ${columns} FROM trellis_workspace_revision ORDER BY revision DESC LIMIT 1`);
  return row === undefined ? noRevision : revisionOf(row);
}

/** Any revision; null when there never was one of that number. */
export async function revisionAt(executor: Executor, revision: number): Promise<Revision | null> {
  if (revision === 0) return noRevision;
  const [row] = await executor.rows(sql`SELECT ${columns} FROM trellis_workspace_revision WHERE revision = ${value(revision, 'integer')}`);
  return row === undefined ? null : revisionOf(row);
}

/** Who changed the workspace when and why, newest first; without the files. */
export async function listRevisions(executor: Executor): Promise<readonly Row[]> {
  return executor.rows(sql`
    SELECT r.revision, r.base, coalesce(u.name, r.author::text) AS author, r.message, to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
      (SELECT count(*)::int FROM jsonb_object_keys(r.files)) AS files
    FROM trellis_workspace_revision r LEFT JOIN core_user u ON u.id = r.author ORDER BY r.revision DESC LIMIT 200`);
}

/** Number of the revision in force. */
export async function headNumber(executor: Executor): Promise<number> {
  return Number((await executor.text(sql`SELECT coalesce(max(revision), 0)::text FROM trellis_workspace_revision`)) ?? 0);
}

function revisionOf(row: Row): Revision {
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  return {
    revision: Number(row['revision']),
    base: Number(row['base']),
    files: filesFrom(JSON.parse(String(row['files']))) ?? new Map(),
    modelHash: String(row['model_hash']),
    author: text('author'),
    message: text('message'),
    at: text('at'),
  };
}

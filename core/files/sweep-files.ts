import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, value } from '../data/sql.js';
import type { Database } from '../data/database.js';

/** Hours that an upload may wait for its record, and after which content without a row is taken for left over. */
const graceHours = 24;

/** Removes uploads that no record took, and content that no row names any more. */
export async function sweepFiles(database: Database, dataDir: string): Promise<number> {
  await database.rows(sql`DELETE FROM trellis_file WHERE record_id IS NULL AND uploaded_at < now() - make_interval(hours => ${value(graceHours, 'integer')})`);
  const folder = join(dataDir, 'files');
  let removed = 0;
  for (const inner of await names(folder)) {
    const ids = await names(join(folder, inner));
    const rows = await database.rows(sql`SELECT id::text AS id FROM trellis_file WHERE id::text = ANY(${value(ids, 'text[]')})`);
    const known = new Set(rows.map((row) => row['id']));
    for (const id of ids) if (!known.has(id) && (await removeWhenOld(join(folder, inner, id)))) removed += 1;
  }
  return removed;
}

async function names(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function removeWhenOld(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path);
  if (mtimeMs > Date.now() - graceHours * 3_600_000) return false;
  await rm(path, { force: true });
  return true;
}

import type { Database, Row } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import { announceRightsChange } from './rights-announcement.js';

/** How one user wants the list of one entity: the last of the layers. What is null is as the view says. */
export interface PersonalList {
  readonly columns: readonly string[] | null;
  /** Field, and ASC or DESC. */
  readonly sort: readonly [string, string] | null;
}

/** Keeps it, or forgets it. Names are checked before. */
export async function keepPersonalList(database: Database, userId: string, entity: string, list: PersonalList | null): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.rows(sql`DELETE FROM trellis_personal_list WHERE user_id = ${value(userId, 'uuid')} AND entity = ${value(entity, 'text')}`);
    if (list !== null && (list.columns !== null || list.sort !== null)) {
      await tx.rows(sql`
        INSERT INTO trellis_personal_list (user_id, entity, columns, sort)
        VALUES (${value(userId, 'uuid')}, ${value(entity, 'text')}, ${value(list.columns, 'text[]')}, ${value(list.sort, 'text[]')})
        ON CONFLICT (user_id, entity) DO UPDATE SET columns = excluded.columns, sort = excluded.sort`);
    }
    await announceRightsChange(tx);
  });
}

/** By entity, from rows as JSON. */
export function personalLists(found: unknown): ReadonlyMap<string, PersonalList> {
  const rows: readonly Row[] = Array.isArray(found) ? found : [];
  return new Map(rows.map((row) => [String(row['entity']), { columns: texts(row['columns']), sort: pair(texts(row['sort'])) }]));
}

function texts(list: unknown): readonly string[] | null {
  return Array.isArray(list) ? list.map(String) : null;
}

function pair(list: readonly string[] | null): readonly [string, string] | null {
  const [field, direction] = list ?? [];
  return field === undefined || direction === undefined ? null : [field, direction];
}

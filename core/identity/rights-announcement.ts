import type { Executor } from '../data/database.js';
import { sql } from '../data/sql.js';

/** Channel on which every process hears that users, roles, keys or sessions changed. */
export const rightsChannel = 'trellis_rights';

/** Tells all processes, when the transaction commits, to forget what they know of callers and rights. */
export async function announceRightsChange(database: Executor): Promise<void> {
  await database.rows(sql`SELECT pg_notify('trellis_rights', '')`);
}

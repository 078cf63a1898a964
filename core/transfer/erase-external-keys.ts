import { sql, value } from '../data/sql.js';
import type { WriteHook } from '../records/hooks.js';

/** Keys that a record had elsewhere go where they repeat what is erased. */
export const eraseExternalKeys: WriteHook = {
  appliesTo: () => false,
  async erased({ tx, id, values }) {
    const rows = await tx.rows(sql`SELECT DISTINCT key FROM trellis_external_key WHERE record_id = ${value(id, 'uuid')}`);
    const keys = rows.map(({ key }) => String(key)).filter((key) => values.masked(key) !== key);
    if (keys.length > 0) await tx.rows(sql`DELETE FROM trellis_external_key WHERE record_id = ${value(id, 'uuid')} AND key = ANY(${value(keys, 'text[]')})`);
  },
};

import { sql } from '../data/sql.js';
import type { WriteHook } from '../records/hooks.js';
import { maskRows } from '../records/personal/mask-rows.js';

/** Notices about a record, or about what refers to it, repeat what is erased. */
export const eraseNotices: WriteHook = {
  appliesTo: () => false,
  erased: (erasure) =>
    maskRows(erasure, { table: 'trellis_notice', key: 'id', columns: { title: 'text', text: 'text' }, where: sql`t.record_id IN (${erasure.near})` }),
};

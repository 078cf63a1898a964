import type { Executor } from '../../data/database.js';
import { allLedgers } from '../../data/ledgers/ledger-tables.js';
import { identifier, join, sql, value } from '../../data/sql.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Transition } from '../../definitions/model.js';
import type { Platform } from '../platform.js';
import { isSame, type Draft } from '../write/draft.js';

interface Remembering {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly transition: Transition;
  /** An id from before the steps: entries that they posted have later ones. */
  readonly mark: string;
}

/** Keeps how the record was before a transition and what the transition posted. The record is locked, so whatever it posts in this transaction comes of this transition. */
export async function rememberUndo({ platform, tx, transition, mark }: Remembering, before: Draft, after: Draft, version: number): Promise<void> {
  const was: Record<string, FieldValue> = {};
  for (const name of new Set([...before.values.keys(), ...after.values.keys()]))
    if (!isSame(before.values.get(name), after.values.get(name))) was[name] = before.values.get(name) ?? null;
  const posted = allLedgers(platform.model).map(
    ({ entries }) =>
      sql`SELECT e.id::text AS id FROM ${identifier(entries.table)} e WHERE e.source = ${value(before.id, 'uuid')} AND e.id > ${value(mark, 'uuid')} AND e.created_at >= now()::timestamptz(3)`,
  );
  const rows = posted.length === 0 ? [] : await tx.rows(join(posted, ' UNION ALL '));
  const minutes = value(transition.declaration.undo?.within ?? null, 'integer');
  await tx.rows(sql`
    INSERT INTO trellis_undo (record_id, action, version, until, before, entries)
    VALUES (${value(before.id, 'uuid')}, ${value(transition.name, 'text')}, ${value(version, 'integer')}, now() + make_interval(mins => ${minutes}), ${value(JSON.stringify(was), 'jsonb')},
      ${value(JSON.stringify(rows.map((row) => row['id'])), 'jsonb')})
    ON CONFLICT (record_id) DO UPDATE SET action = excluded.action, version = excluded.version, at = excluded.at, until = excluded.until, before = excluded.before, entries = excluded.entries`);
}

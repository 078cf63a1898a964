import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { linkChain } from './chain-link.js';
import { copied, type Takes } from './copied.js';
import { createRecord } from './create-record.js';
import { readRecord } from './get-record.js';
import { readPlain } from './known-records.js';
import type { Platform } from './platform.js';

interface Amending {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
  readonly entity: Entity;
}

/** Makes the next version of a record: a copy of what the caller sees in the first state, but for what is given, numbered after the first version. Gives its id. */
export async function amendRecord(amending: Amending, id: string, changed: Readonly<Record<string, unknown>>): Promise<string> {
  const { platform, tx, caller, entity } = amending;
  const family = await familyOf(tx, id);
  const rows = await readPlain(platform.model, tx, entity, [id, family.first]);
  const input = { ...(await seenCopy(amending, id, rows.get(id))), ...changed };
  const numbers = new Map(
    [...entity.fields.values()].flatMap(({ name, type }) => {
      const first = rows.get(family.first)?.[name];
      return type === 'sequence' && typeof first === 'string' ? [[name, `${first}-${family.versions}`] as const] : [];
    }),
  );
  const made: unknown = JSON.parse(await createRecord(platform, caller, entity, input, { byStep: true, version: { numbers } }));
  const next = typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : '';
  await linkChain(tx, { entity, id }, { entity, id: next }, 'version');
  return next;
}

/** The first version of a record, and how many there are of it. */
async function familyOf(tx: Executor, id: string): Promise<{ readonly first: string; readonly versions: number }> {
  const [row] = await tx.rows(sql`
    WITH RECURSIVE up AS (
      SELECT ${value(id, 'uuid')} AS id, 0 AS distance
      UNION ALL SELECT c.source_id, up.distance + 1 FROM up JOIN trellis_chain c ON c.target_id = up.id AND c.kind = 'version'),
    root AS (SELECT id FROM up ORDER BY distance DESC LIMIT 1),
    down AS (
      SELECT id FROM root
      UNION SELECT c.target_id FROM down JOIN trellis_chain c ON c.source_id = down.id AND c.kind = 'version')
    SELECT (SELECT id FROM root)::text AS first, (SELECT count(*) FROM down)::integer AS versions`);
  return { first: String(row?.['first'] ?? id), versions: Number(row?.['versions'] ?? 1) };
}

/** What the caller sees of a record; where the transition has taken it out of sight, what is seen wherever records are. */
async function seenCopy({ platform, tx, caller, entity }: Amending, id: string, row: unknown): Promise<Readonly<Record<string, unknown>>> {
  const json = await readRecord(platform, tx, caller, entity, id);
  const policy = platform.policyOf(caller);
  const isSeen: Takes = (owner, { name }) => {
    const rights = policy.entity(owner.id);
    return rights.fieldRows(name).kind !== 'none' && (json !== null || rights.isAlwaysSeen(name));
  };
  return copied(platform.model, entity, json === null ? row : JSON.parse(json), isSeen);
}

import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { linkChain } from './chain-link.js';
import { createRecord } from './create-record.js';
import { readPlain } from './known-records.js';
import type { Platform } from './platform.js';

interface Amending {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
  readonly entity: Entity;
}

/** Makes the next version of a record: a copy in the first state, but for what is given, numbered after the first version. Gives its id. */
export async function amendRecord({ platform, tx, caller, entity }: Amending, id: string, changed: Readonly<Record<string, unknown>>): Promise<string> {
  const { model } = platform;
  const family = await familyOf(tx, id);
  const rows = await readPlain(model, tx, entity, [id, family.first]);
  const input = { ...copyOf(model, entity, rows.get(id) ?? {}), ...changed };
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

/** What a copy starts with: what is written into a record, without pictures, without what belongs to one record alone, and without what transitions have set. */
function copyOf(model: Model, entity: Entity, row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...entity.fields.values()].filter(isCopied).flatMap((field) => {
      const content = row[field.name] ?? null;
      if (content === null) return [];
      const line = field.type === 'lines' ? model.entities.get(field.target ?? '') : undefined;
      if (line === undefined) return [[field.name, content]];
      return [[field.name, Array.isArray(content) ? content.map((one: unknown) => copyOf(model, line, plainOf(one))) : []]];
    }),
  );
}

function isCopied(field: Field): boolean {
  return !field.isSystem && !field.isComputed && !field.unique && field.type !== 'image' && (!field.readOnly || field.fetch !== null);
}

function plainOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? Object.fromEntries(Object.entries(json)) : {};
}

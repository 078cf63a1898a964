import type { ClientBase } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrationName, type DataMigration } from '../../../definitions/data-migration.js';
import type { Model } from '../../../definitions/model.js';
import { errorCode } from '../../../kernel/error-code.js';
import { readCatalog } from '../catalog.js';
import { countAll } from '../ddl.js';
import { countBy } from '../count-rows.js';
import { inTransaction } from '../in-transaction.js';
import type { Insist } from '../insist.js';
import type { FillProgress } from '../run-fills.js';
import { batchSql, type BatchSql } from './batch-sql.js';
import { demandFitting } from './fitting-values.js';
import { findFrozen, namesToday, type FoundTable } from './find-frozen.js';
import { followFormulas } from './follow-formulas.js';
import { lastWriters, type LastWriters } from './last-writers.js';
import { RowMigrationFailed } from './row-migration-failed.js';
import { ValuesDoNotFit } from './values-do-not-fit.js';

/** What every batch needs. */
export interface RowMigrating {
  readonly client: ClientBase;
  readonly model: Model;
  readonly insist: Insist;
  readonly onProgress: (progress: FillProgress) => void;
}

/** Runs migrations to their end, each batch in a transaction of its own that also writes down how far it came: whatever ends the process, the next goes on from there. */
export async function runRowMigrations(migrating: RowMigrating, due: readonly DataMigration[]): Promise<readonly PassedOver[]> {
  const { client, model } = migrating;
  const writers = lastWriters(
    due,
    model,
    await readCatalog(
      client,
      due.flatMap((one) => namesToday(one, model)),
    ),
  );
  const passedOver: PassedOver[] = [];
  for (const migration of due) {
    const why = await run(migrating, migration, writers);
    if (why !== null) passedOver.push({ migration, why });
  }
  return passedOver;
}

/** A migration that found nothing to migrate. */
export interface PassedOver {
  readonly migration: DataMigration;
  readonly why: string;
}

/** Gives why it found nothing to migrate; null where it ran. */
async function run(migrating: RowMigrating, migration: DataMigration, writers: LastWriters): Promise<string | null> {
  const { client, model, insist } = migrating;
  const catalog = await readCatalog(client, namesToday(migration, model));
  const found = findFrozen(migration, model, catalog);
  await begin(client, migration);
  if (found.kind === 'missing') {
    await end(client, migration, 'skipped', found.why);
    return found.why;
  }
  const totals = new Map<string, number>();
  for (;;) {
    const began = performance.now();
    const batch = await insist(() => inTransaction(client, () => runBatch(migrating, migration, found.tables, writers)));
    if (batch === null) return null;
    const total = totals.get(batch.table) ?? (await countBy(client, countAll(batch.table)));
    totals.set(batch.table, total);
    migrating.onProgress({ id: `${migration.plugin}:${migrationName(migration)}`, ...batch, total: Math.max(total, batch.done) });
    // Whoever writes has as long as we had.
    await sleep(Math.min(performance.now() - began, 200));
  }
}

function key({ plugin, version, name }: DataMigration): readonly string[] {
  return [plugin, version, name];
}

const isIt = 'plugin = $1 AND version = $2 AND name = $3';

async function begin(client: ClientBase, migration: DataMigration): Promise<void> {
  await client.query(
    `INSERT INTO trellis_row_migration (plugin, version, name, checksum) VALUES ($1, $2, $3, $4) ON CONFLICT (plugin, version, name) DO UPDATE SET checksum = excluded.checksum, outcome = NULL, why = NULL`,
    [...key(migration), migration.checksum],
  );
}

async function end(client: ClientBase, migration: DataMigration, outcome: 'done' | 'skipped', why: string | null): Promise<void> {
  await client.query(`UPDATE trellis_row_migration SET outcome = $4, why = $5, ended_at = clock_timestamp() WHERE ${isIt}`, [...key(migration), outcome, why]);
}

interface Progress {
  readonly step: number;
  readonly last: string | null;
  readonly until: string | null;
  readonly done: number;
}

/** How far it came in which table; null when nothing is left to do. */
type Batch = Pick<FillProgress, 'table' | 'done'> | null;

async function runBatch(migrating: RowMigrating, migration: DataMigration, tables: ReadonlyMap<string, FoundTable>, writers: LastWriters): Promise<Batch> {
  const { client } = migrating;
  // Shorter than the time after which PostgreSQL looks for deadlocks: those who write never lose one to us. Nothing is started by what is migrated.
  await client.query(`SET LOCAL lock_timeout = '500ms'; SET LOCAL trellis.cause = '{"quiet": true}'`);
  const { rows } = await client.query<Progress>(
    `SELECT step, last::text AS last, until::text AS until, done::integer AS done FROM trellis_row_migration WHERE ${isIt} AND outcome IS NULL FOR UPDATE`,
    [...key(migration)],
  );
  const [progress] = rows;
  if (progress === undefined) return null;
  const step = migration.steps[progress.step];
  if (step === undefined) {
    await end(client, migration, 'done', null);
    return null;
  }
  const statements = batchSql(step, tables, writers);
  const until = progress.until ?? (await untilOf(client, statements));
  const { count, changed, last } = await rewrite(migrating, statements, [progress.last, until]).catch((error: unknown) => {
    throw failure(error, migration, progress.step, step.table);
  });
  const next = count === 0 ? { step: progress.step + 1, last: null, until: null, done: 0 } : { step: progress.step, last, until, done: progress.done + count };
  await client.query(`UPDATE trellis_row_migration SET step = $4, last = $5, done = $6, changed = changed + $7, until = $8 WHERE ${isIt}`, [
    ...key(migration),
    next.step,
    next.last,
    next.done,
    changed,
    next.until,
  ]);
  return { table: statements.table.name, done: progress.done + count };
}

async function untilOf(client: ClientBase, { until }: BatchSql): Promise<string | null> {
  return until === null ? null : ((await idsOf(client, until, []))[0] ?? null);
}

interface Rewritten {
  readonly count: number;
  readonly changed: number;
  readonly last: string | null;
}

/** Rows are locked by one statement and read by the next, which sees what was committed meanwhile. */
async function rewrite(
  { client, model }: RowMigrating,
  { table, next, texts, fitting, insert, update }: BatchSql,
  range: readonly (string | null)[],
): Promise<Rewritten> {
  const ids = await idsOf(client, next, range);
  if (ids.length === 0) return { count: 0, changed: 0, last: null };
  const kept = JSON.stringify(texts === null ? {} : await cleanTexts(client, texts, ids));
  if (fitting !== null) await demandFitting(client, fitting, [ids, kept]);
  const made = insert === null ? [] : await idsOf(client, insert.text, [ids, kept]);
  const changed = update === null ? [] : await idsOf(client, update, [ids, kept]);
  if (insert !== null && insert.into.entity !== null && made.length > 0) await followFormulas(client, model, insert.into.entity, made);
  if (table.entity !== null && changed.length > 0) await followFormulas(client, model, table.entity, changed);
  return { count: ids.length, changed: made.length + changed.length, last: ids.at(-1) ?? null };
}

/** What is kept of the texts that a step makes, by row: what could run is taken away as it is from whatever else comes in. */
async function cleanTexts(
  client: ClientBase,
  { text, cleans }: NonNullable<BatchSql['texts']>,
  ids: readonly string[],
): Promise<Readonly<Record<string, readonly (string | null)[]>>> {
  const { rows } = await client.query<{ id: string; texts: readonly (string | null)[] }>(text, [ids, '{}']);
  const keep = (made: string | null, place: number): string | null => (made === null ? null : (cleans[place]?.(made) ?? null));
  return Object.fromEntries(rows.map(({ id, texts }) => [id, texts.map(keep)]));
}

async function idsOf(client: ClientBase, text: string, parameters: readonly unknown[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(text, [...parameters]);
  return rows.map(({ id }) => id);
}

/** What passes is tried again; a value that does not fit would not fit the next time either. */
function failure(error: unknown, migration: DataMigration, step: number, table: string): unknown {
  return error instanceof ValuesDoNotFit || /^2[23]/u.test(errorCode(error)) ? new RowMigrationFailed(migration, step, table, error) : error;
}

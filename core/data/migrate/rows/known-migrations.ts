import type { ClientBase } from 'pg';
import { compareVersions, migrationName, type DataMigration } from '../../../definitions/data-migration.js';
import type { Model } from '../../../definitions/model.js';
import type { Declared } from '../declared.js';

/** Where the migrations of rows stand in this database. */
export interface RowMigrations {
  /** To be run, or begun and to be gone on with, in order. */
  readonly due: readonly DataMigration[];
  /** Those that have begun and say something else today; nothing goes on until they say it again. */
  readonly broken: readonly DataMigration[];
  /** Sentences on what was changed after it ran, or came too late to run. */
  readonly told: readonly string[];
  /** Sentences on those that found nothing to migrate. */
  readonly skipped: readonly string[];
  /** Plugins that come with this plan, so that they begin with the version of today. */
  readonly fresh: ReadonlySet<string>;
}

interface Known {
  readonly plugin: string;
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  readonly outcome: string | null;
  readonly why: string | null;
  /** Whether rows were changed by it. */
  readonly hasBegun: boolean;
}

/** A database that had a plugin before versions were written down has had none of its migrations. */
const beforeAll = '0.0.0';

/** Compares the migrations of the plugins with what this database has had. */
export async function rowMigrations(client: ClientBase, model: Model, declared: Declared): Promise<RowMigrations> {
  const { versions, known } = await readKnown(client);
  const had = new Set([...declared.plugins, ...declared.tables.map(({ plugin }) => plugin), ...versions.keys()]);
  const fresh = new Set(model.plugins.map(({ id }) => id).filter((id) => !had.has(id)));
  const own = model.migrations.filter(({ plugin }) => !fresh.has(plugin));
  const ran = (one: DataMigration): Known | undefined =>
    known.find(({ plugin, version, name }) => plugin === one.plugin && version === one.version && name === one.name);
  const isLate = (one: DataMigration): boolean => compareVersions(one.version, versions.get(one.plugin) ?? beforeAll) <= 0;
  const isChanged = (one: DataMigration): boolean => ran(one) !== undefined && ran(one)?.checksum !== one.checksum;
  // What found nothing has done nothing, so it may be corrected.
  const isOpen = (one: DataMigration): boolean =>
    ran(one) === undefined ? !isLate(one) : ran(one)?.outcome === null || (ran(one)?.outcome === 'skipped' && isChanged(one));
  const title = (one: DataMigration): string => `${one.plugin} ${migrationName(one)}`;
  return {
    due: own.filter(isOpen),
    broken: own.filter((one) => isOpen(one) && isChanged(one) && ran(one)?.hasBegun === true),
    told: [
      ...own
        .filter((one) => !isOpen(one) && isChanged(one))
        .map((one) => `the migration ${title(one)} was changed after it ran here; put its text back, and write another for what is to be done now`),
      ...own
        .filter((one) => ran(one) === undefined && isLate(one))
        .map(
          (one) =>
            `the migration ${title(one)} came when ${one.plugin} was at ${versions.get(one.plugin) ?? ''} here already, and is not run; give it a later version`,
        ),
    ],
    skipped: known
      .filter(({ outcome }) => outcome === 'skipped')
      .map((one) => `the migration ${one.plugin} ${migrationName(one)} found nothing to migrate: ${one.why ?? ''}`),
    fresh,
  };
}

interface Memory {
  readonly isThere: boolean;
  readonly versions: ReadonlyMap<string, string>;
  readonly known: readonly Known[];
}

async function readKnown(client: ClientBase): Promise<Memory> {
  const there = await client.query<{ there: boolean }>(`SELECT to_regclass('trellis_row_migration') IS NOT NULL AS there`);
  if (there.rows[0]?.there !== true) return { isThere: false, versions: new Map(), known: [] };
  const versions = await client.query<{ plugin: string; version: string }>('SELECT plugin, version FROM trellis_plugin');
  const known = await client.query<Known>(
    'SELECT plugin, version, name, checksum, outcome, why, step > 0 OR done > 0 AS "hasBegun" FROM trellis_row_migration',
  );
  return { isThere: true, versions: new Map(versions.rows.map(({ plugin, version }) => [plugin, version])), known: known.rows };
}

/** Writes down the versions that the plugins have reached, inside the transaction that brings them there; a plugin whose migrations are still to run has not. */
export async function saveVersions(client: ClientBase, model: Model, { due, fresh }: Pick<RowMigrations, 'due' | 'fresh'>): Promise<void> {
  const waiting = new Set(due.map(({ plugin }) => plugin));
  const { versions, isThere } = await readKnown(client);
  if (!isThere) return;
  for (const { id, declaration } of model.plugins) {
    const before = versions.get(id);
    if (waiting.has(id) || (before !== undefined && compareVersions(declaration.version, before) <= 0)) continue;
    await client.query(
      `INSERT INTO trellis_plugin (plugin, version) VALUES ($1, $2) ON CONFLICT (plugin) DO UPDATE SET version = excluded.version, at = now()`,
      [id, declaration.version],
    );
  }
  for (const { plugin, version, name, checksum } of model.migrations.filter((one) => fresh.has(one.plugin)))
    await client.query(
      `INSERT INTO trellis_row_migration (plugin, version, name, checksum, outcome, why, ended_at)
       VALUES ($1, $2, $3, $4, 'not needed', 'the plugin came with this version or a later one', clock_timestamp()) ON CONFLICT DO NOTHING`,
      [plugin, version, name, checksum],
    );
}

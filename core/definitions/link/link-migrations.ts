import { createHash } from 'node:crypto';
import type { FrozenColumn, MigrationDeclaration, MigrationStep } from '../../../schemas/generated/types.js';
import { compareVersions, migrationName, type DataMigration, type DataStep } from '../data-migration.js';
import type { CheckedExpression } from '../expressions/checked.js';
import type { ExpressionType } from '../expressions/types.js';
import type { Declared, ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Place } from '../parse/reporter.js';
import { demandReachable, demandWritable } from './check-migration.js';
import { columnName } from './column-name.js';
import { frozenRow, frozenType, type FrozenTables } from './frozen-row.js';
import { checked, type Linking } from './linking.js';

/** Migrations of all plugins in the order in which they run: by plugin, by version, by name. Each is checked against its own copy of the tables alone. */
export function linkMigrations(plugins: readonly ParsedPlugin[], linking: Linking): readonly DataMigration[] {
  return plugins.flatMap((plugin) => {
    const linked = plugin.migrations.map((declared) => linkMigration(declared, plugin, linking));
    return linked.toSorted((one, other) => compareVersions(one.version, other.version) || one.name.localeCompare(other.name));
  });
}

/** What the steps of one migration share. */
interface Frozen {
  readonly plugin: string;
  readonly tables: FrozenTables;
  readonly linking: Linking;
}

function linkMigration({ declaration, place }: Declared<MigrationDeclaration>, { plugin }: ParsedPlugin, linking: Linking): DataMigration {
  const { version, name, why } = declaration;
  demandName(declaration, place, linking);
  if (compareVersions(version, plugin.declaration.version) > 0)
    linking.reporter.report('migration.version', below(place, 'version'), {
      expected: `at most ${plugin.declaration.version}, the version of the plugin`,
      remedy: 'Raise the version in plugin.json, or correct this one.',
    });
  const tables = tablesOf(declaration);
  const frozen: Frozen = { plugin: plugin.declaration.id, tables, linking };
  demandTables(frozen, place);
  const steps = declaration.steps.map((step, index) => linkStep(step, frozen, below(place, 'steps', index)));
  return { plugin: frozen.plugin, version, name, why, checksum: checksumOf(declaration), tables, steps };
}

function demandName(declaration: MigrationDeclaration, place: Place, { reporter }: Linking): void {
  const expected = `${migrationName(declaration)}.json`;
  const file = /[^/\\]+$/u.exec(place.document.file.path)?.[0] ?? '';
  if (file === expected) return;
  reporter.report('file.name-mismatch', below(place, 'name'), {
    found: `the file ${file}`,
    expected,
    remedy: 'Name the file after the version and the name, or correct them.',
  });
}

function tablesOf({ tables }: MigrationDeclaration): FrozenTables {
  return new Map(Object.entries(tables).map(([table, columns]) => [table, new Map<string, FrozenColumn>([['id', 'id'], ...Object.entries(columns)])]));
}

function demandTables({ tables, linking, plugin }: Frozen, place: Place): void {
  for (const [table, columns] of tables) {
    const at = below(place, 'tables', table);
    demandReachable(table, columns.keys(), at, plugin, linking);
    for (const [name, column] of columns) {
      if (typeof column === 'string' || tables.has(column.idOf)) continue;
      tellUnlisted(column.idOf, below(at, name, 'idOf'), tables, linking);
    }
  }
}

function linkStep(step: MigrationStep, frozen: Frozen, place: Place): DataStep {
  const { linking } = frozen;
  const scope = { record: frozenRow(step.in, frozen.tables), variables: new Map<string, ExpressionType>() };
  const { set, insert } = step;
  if (set === undefined && insert === undefined)
    linking.reporter.report('migration.nothing-to-do', place, {
      expected: 'set, insert, or both',
      remedy: 'Say what becomes of the rows, or delete the step.',
    });
  const values = (of: Readonly<Record<string, string>>, table: string, at: Place): ReadonlyMap<string, CheckedExpression> =>
    new Map(
      Object.entries(of).flatMap(([name, text]) => {
        const column = frozen.tables.get(table)?.get(name);
        const type = column === undefined || name === 'id' ? null : frozenType(column, frozen.tables);
        if (type !== null) return [[name, checked(linking, text, scope, type.kind === 'record' ? ['text', 'record'] : [type.kind], below(at, name))] as const];
        const valid = [...(frozen.tables.get(table)?.keys() ?? [])].filter((one) => one !== 'id');
        linking.reporter.unknownName('migration.unknown-name', below(at, name), name, valid, 'List the column in tables too.');
        return [];
      }),
    );
  demandTable(step.in, below(place, 'in'), frozen, set !== undefined);
  if (insert !== undefined) demandTable(insert.into, below(place, 'insert', 'into'), frozen, true);
  return {
    table: step.in,
    when: step.when === undefined ? null : checked(linking, step.when, scope, ['boolean'], below(place, 'when')),
    set: values(set ?? {}, step.in, below(place, 'set')),
    insert: insert === undefined ? null : { table: insert.into, values: values(insert.values, insert.into, below(place, 'insert', 'values')) },
    hasHistory: step.noHistory === undefined,
  };
}

function demandTable(table: string, place: Place, { tables, linking }: Frozen, isWritten: boolean): void {
  if (!tables.has(table)) tellUnlisted(table, place, tables, linking);
  else if (isWritten) demandWritable(table, place, linking);
}

/** A table that is there is meant, whichever of those that are listed is called much the same. */
function tellUnlisted(table: string, place: Place, tables: FrozenTables, { reporter, skeletons }: Linking): void {
  const isThere = [...skeletons.values()].some((one) => one.table === table || one.formerIds.some((id) => id.split('.').map(columnName).join('_') === table));
  const remedy = `List ${table} in tables too.`;
  if (isThere) reporter.report('migration.unknown-name', place, { expected: `one of ${[...tables.keys()].join(', ')}`, remedy });
  else reporter.unknownName('migration.unknown-name', place, table, tables.keys(), remedy);
}

/** The same for the same words, in whatever order their keys stand. */
function checksumOf({ $schema: _, ...declaration }: MigrationDeclaration): string {
  const text = JSON.stringify(declaration, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

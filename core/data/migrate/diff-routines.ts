import type { ClientBase } from 'pg';
import type { Model } from '../../definitions/model.js';
import { markRoutines } from '../derived/mark-routines.js';
import { settleRoutines, staleTable } from '../derived/settle-routine.js';
import { eventRoutines } from '../event-routines.js';
import { ledgerRoutines } from '../ledgers/ledger-routines.js';
import { overlapRoutines } from '../overlap-keys.js';
import { quoted } from '../quoted.js';
import { treeRoutines } from '../tree-routines.js';
import type { Expansion, RenamedTable } from './expansion.js';
import { expansionRoutines } from './expansion-routines.js';
import { routinePrefix, type Routine } from '../routine.js';
import { tablesOf } from '../tables-of.js';
import { addingStep, type Step } from './step.js';

/** Triggers that the model asks for. */
function routinesOf(model: Model): readonly Routine[] {
  return [
    ...ledgerRoutines(model),
    ...eventRoutines(model),
    ...overlapRoutines(model),
    ...treeRoutines(model),
    ...markRoutines(model),
    ...settleRoutines(model),
  ];
}

/** Steps that make the triggers those of the model. Triggers of tables whose plugin is gone stay, so that what is parked stays a ledger. */
export async function diffRoutines(
  client: ClientBase,
  model: Model,
  expansions: readonly Expansion[],
  renames: readonly RenamedTable[],
): Promise<readonly Step[]> {
  const wanted = [...routinesOf(model), ...expansionRoutines(expansions)];
  const called = new Map(renames.map(({ from, table }) => [from, table]));
  const tables = new Map([[staleTable, 'core'], ...tablesOf(model).map(({ name, plugin }) => [name, plugin] as const)]);
  const { rows: found } = await client.query<{ name: string; table: string; on: boolean }>(
    `SELECT t.tgname AS name, c.relname AS "table", t.tgenabled <> 'D' AS "on" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND starts_with(t.tgname, $1)`,
    [routinePrefix],
  );
  const rows = found.map((row) => ({ ...row, table: called.get(row.table) ?? row.table }));
  const there = new Set(rows.filter((row) => row.on).map((row) => row.name));
  const stale = rows.filter(
    (row) => (tables.has(row.table) || row.table.startsWith('trellis_')) && (!row.on || !wanted.some((routine) => routine.name === row.name)),
  );
  return [
    ...stale.map(({ name, table }) =>
      addingStep({
        kind: 'drop-routine',
        table,
        plugin: tables.get(table) ?? 'core',
        sql: dropSql(name, table),
        why: 'the trigger is no longer what is declared',
      }),
    ),
    ...wanted
      .filter((routine) => !there.has(routine.name))
      .map(({ name, table, plugin, sql, why }) =>
        addingStep({ kind: 'add-routine', table, plugin, sql: [`DROP FUNCTION IF EXISTS ${quoted(name)}() CASCADE`, ...sql], why }),
      ),
  ];
}

function dropSql(name: string, table: string): readonly string[] {
  return [`DROP TRIGGER ${quoted(name)} ON ${quoted(table)}`, `DROP FUNCTION IF EXISTS ${quoted(name)}()`];
}

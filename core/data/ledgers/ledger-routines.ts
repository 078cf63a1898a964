import type { Model } from '../../definitions/model.js';
import { quoted, quotedText } from '../quoted.js';
import { routineOf, type Routine } from '../routine.js';
import { allLedgers, rowSql, type LedgerTables } from './ledger-tables.js';

/** SQLSTATE of what the guards of ledgers refuse. */
export const appendOnlyState = 'TL001';
/** SQLSTATE of a posting of which the entries do not add up to zero. */
export const unbalancedState = 'TL002';

/** The triggers that make tables ledgers: entries are only added, balances follow them in the same statement and by nothing else. */
export function ledgerRoutines(model: Model): readonly Routine[] {
  return allLedgers(model).flatMap((tables) => [
    appendOnly(tables),
    keepBalances(tables),
    guardBalances(tables),
    ...computed(model, tables),
    ...zeroSum(tables),
  ]);
}

function appendOnly({ entries }: LedgerTables): Routine {
  const table = entries.table;
  return routineOf({
    table,
    plugin: entries.plugin,
    why: 'entries of a ledger are only ever added',
    timing: `BEFORE UPDATE OR DELETE OR TRUNCATE ON ${quoted(table)} FOR EACH STATEMENT`,
    run: { body: `BEGIN RAISE EXCEPTION 'entries of % are only ever added', TG_TABLE_NAME USING ERRCODE = '${appendOnlyState}'; END` },
    isAlways: true,
  });
}

/** Rows are made first and locked in the order of their keys, so that postings that touch the same balances wait for each other instead of deadlocking. */
function keepBalances({ entries, balances, dimensions, measures }: LedgerTables): Routine {
  const keys = dimensions.map((field) => quoted(field.column));
  const figures = measures.map((field) => quoted(field.column));
  const isSame = dimensions.map((field) => {
    const name = quoted(field.column);
    return field.required ? `b.${name} = a.${name}` : `(b.${name} = a.${name} OR (b.${name} IS NULL AND a.${name} IS NULL))`;
  });
  const sums = `SELECT ${[...keys, ...figures.map((name) => `sum(${name}) AS ${name}`)].join(', ')} FROM added GROUP BY ${keys.join(', ')}`;
  const table = quoted(balances.table);
  const on = isSame.join(' AND ');
  const order = keys.map((name) => `b.${name}`).join(', ');
  const body = `BEGIN
  INSERT INTO ${table} (id, ${[...keys, ...figures].join(', ')}, updated_at)
    SELECT trellis_new_id(), ${[...keys.map((name) => `a.${name}`), ...figures.map(() => '0')].join(', ')}, now() FROM (${sums}) a
    WHERE NOT EXISTS (SELECT FROM ${table} b WHERE ${on}) ORDER BY ${keys.map((name) => `a.${name}`).join(', ')} ON CONFLICT DO NOTHING;
  PERFORM 1 FROM ${table} b JOIN (SELECT DISTINCT ${keys.join(', ')} FROM added) a ON ${on} ORDER BY ${order} FOR NO KEY UPDATE OF b;
  UPDATE ${table} b SET ${figures.map((name) => `${name} = b.${name} + a.${name}`).join(', ')}, updated_at = now() FROM (${sums}) a WHERE ${on};
  RETURN NULL;
END`;
  return routineOf({
    table: entries.table,
    plugin: entries.plugin,
    why: `balances in ${balances.table} follow the entries`,
    timing: `AFTER INSERT ON ${quoted(entries.table)} REFERENCING NEW TABLE AS added FOR EACH STATEMENT`,
    run: { body, isDefiner: true },
    isAlways: true,
  });
}

/** Written from the entries alone, or by a rebuild that says so. */
function guardBalances({ balances }: LedgerTables): Routine {
  const body = `BEGIN
  IF pg_trigger_depth() < 2 AND coalesce(current_setting('trellis.rebuild', true), '') <> 'on' THEN
    RAISE EXCEPTION 'balances in % follow their entries', TG_TABLE_NAME USING ERRCODE = '${appendOnlyState}';
  END IF;
  RETURN NULL;
END`;
  return routineOf({
    table: balances.table,
    plugin: balances.plugin,
    why: 'balances are written by postings alone',
    timing: `BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${quoted(balances.table)} FOR EACH STATEMENT`,
    run: { body },
    isAlways: true,
  });
}

function computed(model: Model, { balances }: LedgerTables): readonly Routine[] {
  if (balances.formulas.length === 0) return [];
  const sets = balances.formulas.flatMap((field) =>
    field.formula === null ? [] : [`NEW.${quoted(field.column)} := ${rowSql(field.formula, balances, 'NEW', model)};`],
  );
  const body = `BEGIN\n  ${sets.join('\n  ')}\n  RETURN NEW;\nEND`;
  const timing = `BEFORE INSERT OR UPDATE ON ${quoted(balances.table)} FOR EACH ROW`;
  return [routineOf({ table: balances.table, plugin: balances.plugin, why: 'formulas of balances', timing, run: { body }, isAlways: true })];
}

/** Asked of the last entry of a posting, when the transaction ends. */
function zeroSum({ entries, ledger }: LedgerTables): readonly Routine[] {
  if (ledger.zeroSum.length === 0) return [];
  const table = quoted(entries.table);
  const columns = ledger.zeroSum.flatMap((name) => entries.fields.get(name)?.column ?? []);
  const isUnequal = columns.map((column) => `sum(${quoted(column)}) <> 0`).join(' OR ');
  const body = `BEGIN
  IF NEW.id = (SELECT e.id FROM ${table} e WHERE e.posting = NEW.posting ORDER BY e.id DESC LIMIT 1)
     AND (SELECT ${isUnequal} FROM ${table} e WHERE e.posting = NEW.posting) THEN
    RAISE EXCEPTION 'a posting of % does not add up to zero', TG_TABLE_NAME USING ERRCODE = '${unbalancedState}', DETAIL = ${quotedText(columns.join(', '))};
  END IF;
  RETURN NULL;
END`;
  const timing = `AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW`;
  return [
    routineOf({ table: entries.table, plugin: entries.plugin, why: 'postings add up to zero', timing, run: { body }, isConstraint: true, isAlways: true }),
  ];
}

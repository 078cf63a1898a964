import { allLedgers, type LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { sql, value } from '../../data/sql.js';
import type { Check, Finding, Patient } from '../finding.js';

/** Ledgers can only be added to: by trigger everywhere, by privilege where the run-time role owns nothing. */
export const protectionCheck: Check = {
  name: 'protection',
  holds: 'ledgers are only added to, by trigger and by privilege',
  look: async (patient) => {
    const ledgers = allLedgers(patient.model);
    if (ledgers.length === 0) return [];
    const triggers: Finding[] = [];
    for (const tables of ledgers) triggers.push(...(await unguarded(patient, tables)));
    return [...triggers, ...(await privileges(patient, ledgers))];
  },
};

/** Triggers of ledgers fire always, also in sessions that switch triggers off; that they are there at all belongs to drift. */
async function unguarded({ tx }: Patient, { entries, balances }: LedgerTables): Promise<readonly Finding[]> {
  const rows = await tx.rows(sql`
    SELECT c.relname AS "table", t.tgname AS name, t.tgenabled AS state FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(${value([entries.table, balances.table], 'text[]')})
      AND t.tgname LIKE 'trellis\_on\_%' AND t.tgenabled <> 'A' AND pg_get_functiondef(t.tgfoid) NOT LIKE '%trellis\_emit%'`);
  return rows.map((row) => ({
    code: 'doctor.trigger',
    kind: 'wrong',
    where: `${String(row['table'])}, trigger ${String(row['name'])}`,
    found: row['state'] === 'D' ? 'switched off' : 'not enabled always',
    expected: 'enabled always',
    remedy: `ALTER TABLE ${String(row['table'])} ENABLE ALWAYS TRIGGER ${String(row['name'])}, as the owner of the table.`,
  }));
}

async function privileges({ tx, runTimeRole }: Patient, ledgers: readonly LedgerTables[]): Promise<readonly Finding[]> {
  const tables = ledgers.flatMap(({ entries, balances }) => [entries.table, balances.table]);
  const role = value(runTimeRole, 'text');
  const rows = await tx.rows(sql`
    SELECT name, coalesce((SELECT rolsuper FROM pg_roles WHERE rolname = ${role}), false) AS super,
      pg_has_role(${role}, c.relowner, 'USAGE') AS owns, has_table_privilege(${role}, c.oid, 'UPDATE, DELETE, TRUNCATE') AS may
    FROM unnest(${value(tables, 'text[]')}) name JOIN pg_class c ON c.relname = name AND c.relnamespace = current_schema()::regnamespace`);
  const open = rows.filter((row) => row['may'] === true).map((row) => String(row['name']));
  if (open.length === 0) return [];
  const isOwner = rows.some((row) => row['owns'] === true || row['super'] === true);
  const where = `role ${runTimeRole}`;
  const expected = 'a role that may read and add, and nothing else';
  if (isOwner) {
    const remedy =
      'It holds by trigger alone. Give a second role that owns the tables in DATABASE_MIGRATION_URL to have it by privilege too; see docs/settings.md.';
    return [{ code: 'doctor.one-role', kind: 'note', where, found: 'the role that Trellis runs as owns its tables', expected, remedy }];
  }
  const remedy = 'Start Trellis, or run "npx trellis migrate --apply": both take the rights away.';
  return [{ code: 'doctor.privilege', kind: 'wrong', where, found: `may change rows of ${open.join(', ')}`, expected, remedy }];
}

import { quoted } from '../quoted.js';
import { sqlName } from '../sql-name.js';
import { alterTable } from './ddl.js';

/** NOT NULL while others write: a check that is validated beside the traffic spares the look at every row under the lock. Each line is a transaction. */
export function notNullLater(table: string, column: string): readonly string[] {
  const name = quoted(sqlName('nn', table, '', column));
  const isThere = `${quoted(column)} IS NOT NULL`;
  return [
    `${alterTable(table, `DROP CONSTRAINT IF EXISTS ${name}`)}; ${alterTable(table, `ADD CONSTRAINT ${name} CHECK (${isThere}) NOT VALID`)}`,
    alterTable(table, `VALIDATE CONSTRAINT ${name}`),
    `${alterTable(table, `ALTER COLUMN ${quoted(column)} SET NOT NULL`)}; ${alterTable(table, `DROP CONSTRAINT ${name}`)}`,
  ];
}

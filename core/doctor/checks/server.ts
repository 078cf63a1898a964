import { sql } from '../../data/sql.js';
import type { Check, Finding } from '../finding.js';

/** What newer servers bring that is used where it is there. */
const missing: readonly (readonly [version: number, what: string])[] = [
  [170_000, 'transaction_timeout: transactions that hang are ended statement by statement only'],
  [180_000, 'uuidv7(): ids that triggers give are made by a slower function of ours'],
];

/** What the server can, and whether it keeps what it was told. */
export const serverCheck: Check = {
  name: 'server',
  holds: 'the server keeps what it has confirmed',
  look: async ({ tx }) => {
    const [row] = await tx.rows(sql`
      SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number, current_setting('fsync') AS fsync,
        current_setting('full_page_writes') AS full_page_writes, current_setting('synchronous_commit') AS synchronous_commit`);
    const where = `PostgreSQL ${String(row?.['version'])}`;
    const lacks = missing.filter(([version]) => Number(row?.['number']) < version).map(([, what]) => what);
    const older: Finding = {
      code: 'doctor.older-server',
      kind: 'note',
      where,
      found: `without ${lacks.join('; ')}`,
      expected: 'PostgreSQL 18',
      remedy: 'Nothing has to be done.',
    };
    const unsafe = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => row?.[name] === 'off');
    return [
      ...(lacks.length === 0 ? [] : [older]),
      ...unsafe.map((name): Finding => ({
        code: 'doctor.unsafe-setting',
        kind: 'warning',
        where,
        found: `${name} = off`,
        expected: `${name} = on`,
        remedy: `Switch ${name} on: what was confirmed may be lost when the machine fails.`,
      })),
    ];
  },
};

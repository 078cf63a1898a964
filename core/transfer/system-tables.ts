import type { SystemStep } from '../data/system-step.js';

/** Which record came from which outside key and was put through which transition, and which plugins were set up. */
export const transferSystemSteps: readonly SystemStep[] = [
  {
    id: 'transfer-001',
    sql: `
      CREATE TABLE trellis_external_key (
        source text NOT NULL,
        entity text NOT NULL,
        key text NOT NULL,
        record_id uuid NOT NULL,
        PRIMARY KEY (source, entity, key)
      );
      CREATE TABLE trellis_setup (
        plugin text PRIMARY KEY,
        hash text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      );
    `,
  },
  {
    id: 'transfer-002',
    sql: `
      ALTER TABLE trellis_external_key ADD action text NOT NULL DEFAULT '';
      ALTER TABLE trellis_external_key DROP CONSTRAINT trellis_external_key_pkey, ADD PRIMARY KEY (source, entity, key, action);
    `,
  },
];

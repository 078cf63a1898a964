import type { SystemStep } from '../data/system-step.js';

/** What is kept of changes, comments and repeated requests. */
export const recordsSystemSteps: readonly SystemStep[] = [
  {
    id: 'records-001',
    sql: `
      CREATE TABLE trellis_change (
        id uuid PRIMARY KEY,
        entity text NOT NULL,
        record_id uuid NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        actor uuid NOT NULL,
        op text NOT NULL CHECK (op IN ('created', 'updated', 'deleted', 'action')),
        action text,
        changes jsonb NOT NULL
      );
      CREATE INDEX trellis_change_record ON trellis_change (record_id, id);
      CREATE TABLE trellis_comment (
        id uuid PRIMARY KEY,
        entity text NOT NULL,
        record_id uuid NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now(),
        author uuid NOT NULL,
        text text NOT NULL
      );
      CREATE INDEX trellis_comment_record ON trellis_comment (record_id, id);
      CREATE TABLE trellis_idempotency (
        key bytea PRIMARY KEY,
        request bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        body text
      );
      CREATE INDEX trellis_idempotency_at ON trellis_idempotency (at);
    `,
  },
  {
    id: 'records-002',
    sql: `
      ALTER TABLE trellis_change ADD run uuid;
      CREATE TABLE trellis_chain (
        source_entity text NOT NULL,
        source_id uuid NOT NULL,
        target_entity text NOT NULL,
        target_id uuid NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (source_id, target_id)
      );
      CREATE INDEX trellis_chain_target ON trellis_chain (target_id);
    `,
  },
  { id: 'records-003', sql: `ALTER TABLE trellis_comment ADD mentions uuid[] NOT NULL DEFAULT '{}'` },
  {
    id: 'records-004',
    sql: `
      ALTER TABLE trellis_chain ADD kind text NOT NULL DEFAULT 'conversion' CHECK (kind IN ('conversion', 'version'));
      CREATE TABLE trellis_undo (
        record_id uuid PRIMARY KEY,
        action text NOT NULL,
        version integer NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now(),
        until timestamptz(3),
        before jsonb NOT NULL,
        entries jsonb NOT NULL
      );
    `,
  },
];

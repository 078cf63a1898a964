import type { SystemStep } from '../data/system-step.js';

/** What the bell keeps. */
export const notifySystemSteps: readonly SystemStep[] = [
  {
    id: 'notify-001',
    sql: `
      CREATE TABLE trellis_notice (
        id uuid PRIMARY KEY,
        "user" uuid NOT NULL,
        title text NOT NULL,
        text text,
        entity text,
        record_id uuid,
        at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        read_at timestamptz(3)
      );
      CREATE INDEX trellis_notice_user ON trellis_notice ("user", id);
      CREATE INDEX trellis_notice_unread ON trellis_notice ("user") WHERE read_at IS NULL;
    `,
  },
  {
    id: 'notify-002',
    sql: `
      ALTER TABLE trellis_notice ADD comment uuid REFERENCES trellis_comment (id) ON DELETE CASCADE;
      CREATE INDEX trellis_notice_comment ON trellis_notice (comment) WHERE comment IS NOT NULL;
    `,
  },
];

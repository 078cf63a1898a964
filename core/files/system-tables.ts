import type { SystemStep } from '../data/system-step.js';

/** What is known of uploaded files; their content lies in the data folder. */
export const filesSystemSteps: readonly SystemStep[] = [
  {
    id: 'files-001',
    sql: `
      CREATE TABLE trellis_file (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        media_type text NOT NULL,
        bytes integer NOT NULL,
        uploaded_by uuid NOT NULL,
        uploaded_at timestamptz NOT NULL DEFAULT now(),
        record_id uuid
      );
      CREATE INDEX trellis_file_loose ON trellis_file (uploaded_at) WHERE record_id IS NULL;
    `,
  },
  {
    // Who uploaded it as they were called then; a record's files are found when it is gone.
    id: 'files-002',
    sql: `
      ALTER TABLE trellis_file ADD COLUMN uploaded_by_name text;
      CREATE INDEX trellis_file_record ON trellis_file (record_id) WHERE record_id IS NOT NULL;
    `,
  },
];

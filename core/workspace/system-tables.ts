import type { SystemStep } from '../data/system-step.js';

/** The files of the workspace, every revision of them. */
export const workspaceSystemSteps: readonly SystemStep[] = [
  {
    id: 'workspace-001',
    sql: `
      CREATE TABLE trellis_workspace_revision (
        revision integer PRIMARY KEY CHECK (revision > 0),
        base integer NOT NULL,
        files jsonb NOT NULL,
        model_hash text NOT NULL,
        author uuid NOT NULL,
        message text,
        at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      );
    `,
  },
];

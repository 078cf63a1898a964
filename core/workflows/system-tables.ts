import type { SystemStep } from '../data/system-step.js';

/** What the engine keeps: definitions as they were when runs began, runs with their steps, and what people have to look at. */
export const workflowsSystemSteps: readonly SystemStep[] = [
  {
    id: 'workflows-001',
    sql: `
      CREATE TABLE trellis_workflow (
        id text PRIMARY KEY,
        is_enabled boolean NOT NULL DEFAULT true,
        switched_at timestamptz(3),
        settings jsonb NOT NULL DEFAULT '{}',
        changed_at timestamptz(3) NOT NULL DEFAULT now(),
        changed_by uuid
      );
      CREATE TABLE trellis_definition (
        hash text PRIMARY KEY,
        workflow text NOT NULL,
        body jsonb NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE TABLE trellis_run (
        id uuid PRIMARY KEY,
        workflow text NOT NULL,
        definition text NOT NULL REFERENCES trellis_definition (hash),
        trigger_key text NOT NULL,
        entity text,
        record_id uuid,
        status text NOT NULL CHECK (status IN ('running', 'done', 'failed', 'cancelled')),
        vars jsonb NOT NULL DEFAULT '{}',
        event bigint,
        actor uuid NOT NULL,
        depth integer NOT NULL,
        started_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz(3),
        outcome text,
        UNIQUE (workflow, trigger_key)
      );
      CREATE INDEX trellis_run_record ON trellis_run (record_id, id) WHERE record_id IS NOT NULL;
      CREATE INDEX trellis_run_list ON trellis_run (workflow, id);
      CREATE INDEX trellis_run_status ON trellis_run (status, id);
      CREATE TABLE trellis_step (
        id uuid PRIMARY KEY,
        run uuid NOT NULL REFERENCES trellis_run (id) ON DELETE CASCADE,
        key text NOT NULL,
        kind text NOT NULL,
        status text NOT NULL CHECK (status IN ('ready', 'running', 'waiting', 'done', 'failed', 'skipped', 'cancelled')),
        attempt integer NOT NULL DEFAULT 1,
        run_started_at timestamptz(3) NOT NULL,
        ready_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        due_at timestamptz(3),
        lease uuid,
        lease_until timestamptz(3),
        dispatched_at timestamptz(3),
        dispatches integer NOT NULL DEFAULT 0,
        worker text,
        input jsonb,
        output jsonb,
        error jsonb,
        made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz(3),
        UNIQUE (run, key)
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
      CREATE INDEX trellis_step_ready ON trellis_step (run_started_at, ready_at) WHERE status = 'ready';
      CREATE INDEX trellis_step_sent ON trellis_step (worker) WHERE status = 'ready' AND dispatched_at IS NOT NULL;
      CREATE INDEX trellis_step_due ON trellis_step (due_at) WHERE status = 'waiting';
      CREATE INDEX trellis_step_lease ON trellis_step (lease_until) WHERE status = 'running';
      CREATE TABLE trellis_attempt (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        step uuid NOT NULL REFERENCES trellis_step (id) ON DELETE CASCADE,
        attempt integer NOT NULL,
        worker text,
        started_at timestamptz(3),
        ended_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        outcome text NOT NULL,
        error jsonb
      );
      CREATE INDEX trellis_attempt_step ON trellis_attempt (step, id);
      CREATE TABLE trellis_incident (
        id uuid PRIMARY KEY,
        run uuid REFERENCES trellis_run (id) ON DELETE CASCADE,
        step uuid REFERENCES trellis_step (id) ON DELETE CASCADE,
        event bigint,
        workflow text NOT NULL,
        code text NOT NULL,
        detail jsonb NOT NULL,
        opened_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        resolved_at timestamptz(3),
        resolved_by uuid,
        resolution text
      );
      CREATE INDEX trellis_incident_open ON trellis_incident (opened_at) WHERE resolved_at IS NULL;
      CREATE INDEX trellis_incident_step ON trellis_incident (step);
      CREATE TABLE trellis_schedule (
        workflow text NOT NULL,
        place integer NOT NULL,
        cron text NOT NULL,
        zone text NOT NULL,
        next_at timestamptz(3) NOT NULL,
        last_at timestamptz(3),
        missed integer NOT NULL DEFAULT 0,
        PRIMARY KEY (workflow, place)
      );
      CREATE TABLE trellis_transport (
        is_current boolean PRIMARY KEY DEFAULT true CHECK (is_current),
        kind text NOT NULL,
        epoch text NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now()
      );
    `,
  },
  {
    // Incidents without a run could not be closed by anybody.
    id: 'workflows-002',
    sql: `
      ALTER TABLE trellis_event ADD try_at timestamptz(3);
      UPDATE trellis_incident SET resolved_at = clock_timestamp(), resolution = 'cancelled' WHERE run IS NULL AND resolved_at IS NULL;
      CREATE INDEX trellis_incident_run ON trellis_incident (run);
      CREATE INDEX trellis_run_open ON trellis_run (workflow, status) WHERE status IN ('running', 'failed');
      CREATE INDEX trellis_run_ended ON trellis_run (ended_at) WHERE status IN ('done', 'cancelled');
    `,
  },
];

import type { Executor, Row } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';
import { mostTold, type Check, type Finding } from '../finding.js';
import { workerName } from '../../workflows/worker-name.js';

const most = value(mostTold, 'integer');
const look = 'Look at its run on the page of runs: it says why it waits, and lets you retry, skip or cancel it.';

/** Events are followed, steps come to an end, incidents are looked at. */
export const workflowsCheck: Check = {
  name: 'workflows',
  holds: 'events are followed, no run is stuck and no incident open',
  look: async ({ tx }) => [
    ...(await incidents(tx)),
    ...(await lostRuns(tx)),
    // Without a worker they wait for the next start, as they should.
    ...((await hasWorker(tx)) ? [...(await unrouted(tx)), ...(await stuckSteps(tx))] : []),
  ],
};

async function hasWorker(tx: Executor): Promise<boolean> {
  const [row] = await tx.rows(
    sql`SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = ${value(workerName, 'text')}) AS there`,
  );
  return row?.['there'] === true;
}

async function incidents(tx: Executor): Promise<readonly Finding[]> {
  const statement = sql`
    SELECT workflow, code, count(*)::integer AS number, min(opened_at)::text AS since, (array_agg(run::text ORDER BY opened_at))[1] AS first
    FROM trellis_incident WHERE resolved_at IS NULL GROUP BY workflow, code ORDER BY min(opened_at) LIMIT ${most}`;
  return finding(tx, statement, (row) => ({
    code: 'doctor.incident',
    kind: 'warning',
    where: `${text(row, 'workflow')}, the first in ${text(row, 'first')}`,
    found: `${text(row, 'number')} open since ${text(row, 'since')}: ${text(row, 'code')}`,
    expected: 'no incident that nobody has looked at',
    remedy: look,
  }));
}

/** A run goes on by its steps; without one that is to be done it never ends. */
async function lostRuns(tx: Executor): Promise<readonly Finding[]> {
  const statement = sql`
    SELECT r.id::text AS id, r.workflow, r.started_at::text AS since FROM trellis_run r WHERE r.status = 'running' AND r.started_at < now() - interval '1 minute'
      AND NOT EXISTS (SELECT FROM trellis_step s WHERE s.run = r.id AND s.status IN ('ready', 'running', 'waiting')) ORDER BY r.started_at LIMIT ${most}`;
  return finding(tx, statement, (row) => ({
    code: 'doctor.lost-run',
    kind: 'wrong',
    where: `run ${text(row, 'id')} of ${text(row, 'workflow')}`,
    found: `running since ${text(row, 'since')} without a step to do`,
    expected: 'a step that is ready, running or waiting',
    remedy: 'Cancel it on the page of runs.',
  }));
}

async function unrouted(tx: Executor): Promise<readonly Finding[]> {
  const statement = sql`
    SELECT entity, count(*)::integer AS number, min(at)::text AS since, min(seq)::text AS first,
      coalesce((array_agg(error ORDER BY seq) FILTER (WHERE error IS NOT NULL))[1], '') AS error FROM trellis_event
    WHERE routed_at IS NULL AND at < now() - interval '1 minute' GROUP BY entity ORDER BY min(seq) LIMIT ${most}`;
  return finding(tx, statement, (row) => ({
    code: 'doctor.unrouted',
    kind: 'wrong',
    where: `events of ${text(row, 'entity')}, the first ${text(row, 'first')}`,
    found: `${text(row, 'number')} wait since ${text(row, 'since')} although a worker runs ${text(row, 'error')}`.trim(),
    expected: 'events are followed within a minute',
    remedy: 'See the log of the worker for "a look failed" and "could not be followed"; start it anew when it says nothing.',
  }));
}

async function stuckSteps(tx: Executor): Promise<readonly Finding[]> {
  const statement = sql`
    SELECT s.run::text AS run, s.key, s.status, r.workflow, coalesce(s.lease_until, s.due_at, s.ready_at)::text AS since FROM trellis_step s JOIN trellis_run r ON r.id = s.run
    WHERE (s.status = 'ready' AND s.ready_at < now() - interval '10 minutes') OR (s.status = 'running' AND s.lease_until < now() - interval '2 minutes')
      OR (s.status = 'waiting' AND s.due_at < now() - interval '2 minutes') ORDER BY s.ready_at LIMIT ${most}`;
  return finding(tx, statement, (row) => ({
    code: 'doctor.stuck-step',
    kind: 'wrong',
    where: `step ${text(row, 'key')} of run ${text(row, 'run')} of ${text(row, 'workflow')}`,
    found: `${text(row, 'status')}, due since ${text(row, 'since')} although a worker runs`,
    expected: 'steps that are due are done',
    remedy: `${look} When many wait, there is too little room to work: start another worker.`,
  }));
}

async function finding(tx: Executor, statement: Sql, tell: (row: Row) => Finding): Promise<readonly Finding[]> {
  return (await tx.rows(statement)).map(tell);
}

function text(row: Row, name: string): string {
  return String(row[name] ?? '');
}

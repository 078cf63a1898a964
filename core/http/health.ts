import { sql } from '../data/sql.js';
import type { PlatformSource } from '../records/platform.js';
import type { WorkspaceDoor } from '../workspace/workspace-door.js';

/** What is told to whoever watches over the process. */
export interface Health {
  readonly status: 200 | 503;
  readonly body: Readonly<Record<string, unknown>>;
}

const patienceMilliseconds = 3000;

/** It runs. */
export function live(): Health {
  return { status: 200, body: { status: 'live' } };
}

/** Whether the queue of this process can be reached; null where the process has none, because it only serves. */
export type QueueAnswers = (() => Promise<boolean>) | null;

/** It can work. The process listens only after the migrations are done, so the database and the queue are what can still be missing. */
export async function ready(source: PlatformSource, workspace: WorkspaceDoor, queueAnswers: QueueAnswers): Promise<Health> {
  const [database, queue] = await Promise.all([told(databaseAnswers(source)), queueAnswers === null ? 'elsewhere' : told(queueAnswers())]);
  const isReady = database === 'ready' && queue !== 'not answering';
  return {
    status: isReady ? 200 : 503,
    body: { status: isReady ? 'ready' : 'waiting', database, migrations: 'done', queue, workspace: workspace.state() },
  };
}

async function told(answer: Promise<boolean>): Promise<'ready' | 'not answering'> {
  return (await Promise.race([answer, patience()])) ? 'ready' : 'not answering';
}

async function databaseAnswers(source: PlatformSource): Promise<boolean> {
  try {
    return (await source.current().database.text(sql`SELECT 'here'`)) === 'here';
  } catch {
    return false;
  }
}

function patience(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(resolve, patienceMilliseconds, false).unref());
}

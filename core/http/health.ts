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

/** It can work. The process listens only after the migrations are done, so the database is what can still be missing. */
export async function ready(source: PlatformSource, workspace: WorkspaceDoor): Promise<Health> {
  const answers = await Promise.race([databaseAnswers(source), patience()]);
  const database = answers ? 'ready' : 'not answering';
  return { status: answers ? 200 : 503, body: { status: answers ? 'ready' : 'waiting', database, migrations: 'done', workspace: workspace.state() } };
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

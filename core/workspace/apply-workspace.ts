import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import { migrate } from '../data/migrate/migrate.js';
import type { ChangePlan } from '../data/migrate/change-plan.js';
import type { Model } from '../definitions/model.js';
import { syncDeclaredRoles } from '../identity/declared-roles.js';
import { compileWith } from './compile-with.js';
import { demandPlugins } from './demand-plugins.js';
import { headNumber } from './read-revision.js';
import type { WorkspaceBase } from './plan-workspace.js';
import { workspaceChannel } from './workspace-channel.js';
import type { WorkspaceFiles } from './workspace-files.js';
import { WorkspaceRefused } from './workspace-refused.js';

export interface Application {
  readonly files: WorkspaceFiles;
  /** Revision that the files were made from; null takes the place of whatever is in force. */
  readonly base: number | null;
  readonly author: string;
  readonly message: string | null;
  /** Tokens as a refused plan prints them. */
  readonly allow?: readonly string[];
  /** Begins the paths that problems name. */
  readonly from?: string;
}

export interface Applied {
  readonly revision: number;
  readonly model: Model;
  readonly plan: ChangePlan;
  /** Whether all of it is done; else rows or roles follow, by the processes that take the revision over. */
  readonly isSettled: boolean;
  /** What failed once the revision was in force; null when nothing did. */
  readonly failure: Error | null;
}

/**
 * Makes the files the next revision and the database what they declare, in one transaction, and tells every process.
 * Throws WorkspaceRefused or MigrationRefused, with everything as it was. What fails once the revision is in force is no failure of it: the processes that take it over do the rest.
 */
export async function applyWorkspace({ owner, plugins, systemSteps }: WorkspaceBase, application: Application): Promise<Applied> {
  const { files, from, author, allow = [] } = application;
  const compiled = compileWith(plugins, files, from);
  if (compiled.kind === 'problems') throw new WorkspaceRefused({ kind: 'problems', problems: compiled.problems });
  const { model } = compiled;
  const saved = { revision: 0 };
  const within = async (tx: Executor): Promise<void> => {
    await demandPlugins(tx, model);
    saved.revision = await saveRevision(tx, application, model);
  };
  const committed: { plan: ChangePlan | null } = { plan: null };
  const onCommitted = (plan: ChangePlan): void => void (committed.plan = plan);
  const failure = await migrate(owner, model, { systemSteps, allow, who: `workspace, by ${author}`, within, onCommitted })
    .then(() => syncDeclaredRoles(owner.database, model))
    .then(
      () => null,
      (error: unknown) => {
        if (committed.plan === null) throw error;
        return error instanceof Error ? error : new Error(String(error));
      },
    );
  if (committed.plan === null) throw new Error('the revision was put in force without a plan');
  return { revision: saved.revision, model, plan: committed.plan, isSettled: failure === null, failure };
}

/** The lock of migrations is held, so nobody comes between reading the head and writing the next. */
async function saveRevision(tx: Executor, { files, base, author, message }: Application, { hash }: Model): Promise<number> {
  const head = await headNumber(tx);
  if (base !== null && base !== head) throw new WorkspaceRefused({ kind: 'stale', base, head });
  const json = JSON.stringify(Object.fromEntries(files));
  await tx.rows(sql`
    INSERT INTO trellis_workspace_revision (revision, base, files, model_hash, author, message)
    VALUES (${value(head + 1, 'integer')}, ${value(base ?? head, 'integer')}, ${value(json, 'jsonb')}, ${value(hash, 'text')}, ${value(author, 'uuid')}, ${value(message, 'text')})`);
  await tx.rows(sql`SELECT pg_notify(${value(workspaceChannel, 'text')}, ${value(String(head + 1), 'text')})`);
  return head + 1;
}

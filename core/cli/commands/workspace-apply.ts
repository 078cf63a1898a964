import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { describePlan, describeRefusals } from '../../data/migrate/describe-plan.js';
import { migrate } from '../../data/migrate/migrate.js';
import { MigrationRefused } from '../../data/migrate/migration-refused.js';
import { planAsJson } from '../../data/migrate/plan-as-json.js';
import { sql } from '../../data/sql.js';
import { systemUserId } from '../../kernel/caller.js';
import { StartError } from '../../kernel/start-error.js';
import { systemSteps } from '../../system-steps.js';
import { applyWorkspace, type Applied } from '../../workspace/apply-workspace.js';
import { revisionAt } from '../../workspace/read-revision.js';
import type { Revision } from '../../workspace/revision.js';
import { hashOfFiles, type WorkspaceFiles } from '../../workspace/workspace-files.js';
import { UsageError } from '../exit-status.js';
import { print } from '../print.js';
import { revisionOption } from '../revision-option.js';
import { withTableOwner, type OwnedDatabase } from '../with-table-owner.js';
import { markFolder, pulledHash, readWorkspaceFolder } from '../workspace-folder.js';
import { workspaceRefusal } from '../workspace-refusal.js';

/** How what a plan refuses is allowed. */
export const applyCommand = 'npx trellis workspace apply FOLDER';

interface ApplyFlags {
  readonly revision?: number;
  readonly base?: string;
  readonly force?: true;
  readonly message?: string;
  readonly allow?: readonly string[];
  readonly json?: true;
}

/** `trellis workspace apply`: a folder, or an earlier revision, in force. */
export function registerWorkspaceApply(workspace: Command, json: () => Option): void {
  workspace
    .command('apply')
    .description('put a folder, or an earlier revision, in force: tables and files at once, or neither; running processes take it over by themselves')
    .argument('[folder]')
    .addOption(revisionOption('go back to an earlier revision instead'))
    .option('--base <number>', 'revision that the folder was made from; unsaid: the one that it was pulled from')
    .option('--force', 'take the place of whatever is in force')
    .option('--message <text>', 'why; kept with the revision')
    .option('--allow <token...>', 'allow a change that could lose data, as the plan names it')
    .addOption(json())
    .addHelpText('after', '\nEnds with status 1, and nothing changed, when there is a problem, a change that is not allowed, or another revision in force.')
    .action(apply);
}

async function apply(folder: string | undefined, flags: ApplyFlags): Promise<void> {
  if ((folder === undefined) === (flags.revision === undefined)) throw new UsageError('Say either a folder or --revision.');
  if (flags.base !== undefined && !/^\d{1,9}$/u.test(flags.base)) throw new UsageError('--base is the number of a revision.');
  const path = folder === undefined ? null : resolve(folder);
  const sent = path === null ? null : await readWorkspaceFolder(path);
  const applied = await withTableOwner('workspace apply', async (open) => {
    await demandInstallation(open);
    const files = sent ?? (await filesAt(open, flags.revision ?? 0));
    const base = await baseOf(open.head, files, path, flags);
    const message = flags.message ?? (flags.revision === undefined ? null : `back to revision ${flags.revision}`);
    const application = { files, base, author: systemUserId, message, allow: flags.allow ?? [], ...(path === null ? {} : { from: path }) };
    const done = await applyWorkspace({ owner: open.owner, plugins: open.plugins.sources, systemSteps }, application).catch(told);
    await open.letRunTimeRoleIn(done.model);
    if (path !== null) await markFolder(path, { revision: done.revision, files });
    return done;
  });
  const { revision, plan, isSettled, failure } = applied;
  const rest = failure === null ? '' : ` What follows it failed (${failure.message}); processes that take it over try again.`;
  print(
    flags,
    { revision, isSettled, failure: failure?.message ?? null, plan: planAsJson(plan) },
    `${describePlan(plan)}\nRevision ${revision} is in force.${rest}`,
  );
}

/** What is asked before anything ever was started is there afterwards. */
async function demandInstallation({ owner, plugins, letRunTimeRoleIn }: OwnedDatabase): Promise<void> {
  const there = await owner.database.text(sql`SELECT to_regclass('trellis_workspace_revision')::text`);
  if (there !== null) return;
  await migrate(owner, plugins.model, { systemSteps, who: 'workspace apply' });
  await letRunTimeRoleIn(plugins.model);
}

async function filesAt({ owner, head }: OwnedDatabase, revision: number): Promise<WorkspaceFiles> {
  const found = await revisionAt(owner.database, revision);
  if (found === null) throw new StartError(`There is no revision ${revision}; the last is ${head.revision}.`);
  return found.files;
}

/** Null takes the place of any. Files that were pulled elsewhere are judged by what they were pulled from, not by its number. */
async function baseOf(head: Revision, files: WorkspaceFiles, path: string | null, flags: ApplyFlags): Promise<number | null> {
  if (flags.force === true) return null;
  if (flags.base !== undefined) return Number(flags.base);
  if (path === null || head.revision === 0) return head.revision;
  const [pulled, inForce] = [await pulledHash(path), hashOfFiles(head.files)];
  if (pulled === inForce || hashOfFiles(files) === inForce) return head.revision;
  throw new StartError(
    pulled === null
      ? `Revision ${head.revision} is in force, and nobody knows which one the folder was made from. Look at "npx trellis workspace diff", then say --base ${head.revision}.`
      : `The workspace has changed since the folder was pulled; revision ${head.revision} is in force. Look at "npx trellis workspace diff" and pull anew, or say --force.`,
  );
}

function told(error: unknown): Promise<Applied> {
  if (error instanceof MigrationRefused) throw new StartError(describeRefusals(error.plan, applyCommand), { cause: error });
  throw workspaceRefusal(error);
}

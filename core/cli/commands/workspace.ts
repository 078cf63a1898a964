import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { applyCommand, registerWorkspaceApply } from './workspace-apply.js';
import { describePlan } from '../../data/migrate/describe-plan.js';
import { planAsJson } from '../../data/migrate/plan-as-json.js';
import { formatProblems } from '../../definitions/format-problems.js';
import { workspaceId } from '../../definitions/link/workspace-id.js';
import { StartError } from '../../kernel/start-error.js';
import { systemSteps } from '../../system-steps.js';
import { workspaceRefusal } from '../workspace-refusal.js';
import { planWorkspace, type WorkspacePlan } from '../../workspace/plan-workspace.js';
import { listRevisions, revisionAt } from '../../workspace/read-revision.js';
import { differences, type WorkspaceFiles } from '../../workspace/workspace-files.js';
import { lineDifferences } from '../line-differences.js';
import { print } from '../print.js';
import { revisionOption } from '../revision-option.js';
import { withTableOwner } from '../with-table-owner.js';
import { markFolder, readWorkspaceFolder, writeWorkspaceFolder } from '../workspace-folder.js';

/** `trellis workspace pull|plan|apply|diff|log`: what the firm itself puts over the plugins, as a folder. */
export function registerWorkspace(program: Command): void {
  const workspace = program.command('workspace').description('read, compare and change what the firm itself puts over the plugins');
  const json = (): Option => new Option('--json', 'print the outcome as JSON');
  workspace
    .command('pull')
    .description('write the workspace as a plugin folder, to look at and to commit')
    .argument('<folder>', 'empty, or pulled before; its files are made those of the revision')
    .addOption(revisionOption('write an earlier revision'))
    .addOption(json())
    .action(pull);
  workspace
    .command('plan')
    .description('show what a folder would change: files, tables and rows, and everything wrong with it; change nothing')
    .argument('<folder>')
    .option('--allow <token...>', 'allow a change that could lose data, as the plan names it')
    .addOption(json())
    .addHelpText('after', '\nEnds with status 1 when there is a problem, or a change that is not allowed.')
    .action(plan);
  registerWorkspaceApply(workspace, json);
  workspace.command('diff').description('show how a folder differs from the workspace in force').argument('<folder>').addOption(json()).action(diff);
  workspace.command('log').description('show the revisions: who, when and why').addOption(json()).action(log);
}

async function pull(folder: string, flags: { readonly revision?: number; readonly json?: true }): Promise<void> {
  const path = resolve(folder);
  await withTableOwner('workspace pull', async ({ owner, head, plugins }) => {
    const wanted = flags.revision === undefined ? head : await revisionAt(owner.database, flags.revision);
    if (wanted === null) throw new StartError(`There is no revision ${String(flags.revision)}; the last is ${head.revision}.`);
    const files = wanted.files.size > 0 ? wanted.files : emptyWorkspace(plugins.model.plugins.map(({ id }) => id));
    await writeWorkspaceFolder(path, files);
    await markFolder(path, wanted);
    print(flags, { revision: wanted.revision, files: [...files.keys()] }, `${folder} holds revision ${wanted.revision}: ${files.size} files.`);
  });
}

/** What to begin with where there is no workspace yet. */
function emptyWorkspace(plugins: readonly string[]): WorkspaceFiles {
  const dependsOn = plugins.filter((id) => id !== 'core' && id !== workspaceId);
  const declaration = { id: workspaceId, version: '1.0.0', label: { en: 'Our own', vi: 'Tùy chỉnh' }, dependsOn };
  return new Map([['plugin.json', `${JSON.stringify(declaration, null, 2)}\n`]]);
}

async function plan(folder: string, flags: { readonly allow?: readonly string[]; readonly json?: true }): Promise<void> {
  const path = resolve(folder);
  const files = await readWorkspaceFolder(path);
  const found = await withTableOwner('workspace plan', ({ owner, plugins, head }) =>
    planWorkspace({ owner, plugins: plugins.sources, systemSteps }, head, files, { from: path, allow: flags.allow ?? [] }),
  ).catch((error: unknown) => {
    throw workspaceRefusal(error);
  });
  print(flags, { ...found, plan: found.plan === null ? null : planAsJson(found.plan) }, describe(found));
  if (found.problems.length > 0 || found.plan?.steps.some((step) => step.verdict === 'refused') === true) process.exitCode = 1;
}

function describe({ head, files, problems, plan: changes }: WorkspacePlan): string {
  const list = files.length === 0 ? ['The files are those in force.'] : files.map(({ path, change }) => `${change.padEnd(8)} ${path}`);
  return [
    `Against revision ${head}:`,
    ...list,
    '',
    changes === null ? formatProblems(problems, process.cwd()) : describePlan(changes, { command: applyCommand }),
  ].join('\n');
}

async function diff(folder: string, flags: { readonly json?: true }): Promise<void> {
  const files = await readWorkspaceFolder(resolve(folder));
  const head = await withTableOwner('workspace diff', (open) => Promise.resolve(open.head));
  const found = differences(head.files, files).map(({ path, change }) => ({
    path,
    change,
    lines: lineDifferences(head.files.get(path) ?? '', files.get(path) ?? ''),
  }));
  const text = found.flatMap(({ path, change, lines }) => [`${change} ${path}`, ...lines.map((line) => `  ${line}`)]);
  print(flags, { head: head.revision, files: found }, text.length === 0 ? `The folder is revision ${head.revision}.` : text.join('\n'));
}

async function log(flags: { readonly json?: true }): Promise<void> {
  const revisions = await withTableOwner('workspace log', ({ owner, head }) => (head.revision === 0 ? Promise.resolve([]) : listRevisions(owner.database)));
  const lines = revisions.map((row) => `${String(row['revision'])}  ${String(row['at'])}  ${String(row['author'])}  ${String(row['message'] ?? '')}`.trimEnd());
  print(flags, revisions, lines.length === 0 ? 'There is no workspace yet.' : lines.join('\n'));
}

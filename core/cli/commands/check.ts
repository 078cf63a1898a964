import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { compileModel } from '../../definitions/compile-model.js';
import { readConfig } from '../../kernel/config.js';
import { StartError } from '../../kernel/start-error.js';
import { pluginFolders } from '../../plugin-host/plugin-folders.js';
import { readPlugins } from '../../plugin-host/read-plugins.js';
import { BrokenPlugins } from '../../start/broken-plugins.js';
import { setupProblems } from '../../start/setup-folders.js';
import { print } from '../print.js';

/** `trellis check [folder…]`: the very checks of a start, without a database. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('check all plugins as a start does, and those of further folders; touch nothing')
    .argument('[folder...]', 'plugin folders, or folders that hold some')
    .option('--json', 'print the problems as JSON')
    .addHelpText('after', '\nEnds with status 1 when there is a problem.')
    .action(run);
}

async function run(folders: readonly string[], flags: { readonly json?: true }): Promise<void> {
  const further = folders.map((folder) => resolve(folder));
  for (const folder of further) await demandFolder(folder);
  const known = pluginFolders(readConfig(process.env));
  // A folder that is looked into anyway is not read twice.
  const all = [...known, ...further.filter((folder) => !known.some((one) => folder === one || !relative(one, folder).startsWith('..')))];
  const compiled = compileModel(await readPlugins(all));
  const problems = compiled.kind === 'problems' ? compiled.problems : await setupProblems(all, compiled.model);
  if (compiled.kind === 'problems' || problems.length > 0) {
    if (flags.json !== true) throw new BrokenPlugins(problems);
    print(flags, problems, '');
    process.exitCode = 1;
    return;
  }
  const { model, setAside } = compiled;
  const entities = [...model.entities.values()].length;
  const aside = setAside.map(({ plugin, missing }) => `\n${plugin} is set aside, because it needs ${missing.join(', ')}.`).join('');
  print(flags, [], `No problems: ${model.plugins.length} plugins, ${entities} entities, ${model.roles.size} roles.${aside}`);
}

async function demandFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found === null) throw new StartError(`There is no folder ${folder}.`);
  if (!found.isDirectory()) throw new StartError(`${folder} is a file. Name the folder of a plugin, or a folder that holds plugins.`);
}

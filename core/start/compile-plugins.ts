import { compileModel } from '../definitions/compile-model.js';
import type { Model } from '../definitions/model.js';
import type { Config } from '../kernel/config.js';
import { pluginFolders } from '../plugin-host/plugin-folders.js';
import type { PluginSource } from '../definitions/source.js';
import { readPlugins } from '../plugin-host/read-plugins.js';
import { compileWith } from '../workspace/compile-with.js';
import type { Revision } from '../workspace/revision.js';
import { BrokenPlugins } from './broken-plugins.js';
import { setupProblems } from './setup-folders.js';

/** A plugin that stays away because one that it depends on is not there. */
export interface SetAside {
  readonly plugin: string;
  readonly missing: readonly string[];
}

/** Plugins as they were read, and the model of them. */
export interface Compilation {
  /** All plugins but the workspace of the database. */
  readonly sources: readonly PluginSource[];
  readonly model: Model;
  readonly setAside: readonly SetAside[];
}

/** Reads all plugins and makes the model; throws BrokenPlugins with every problem of every plugin. */
export async function compilePlugins(config: Config): Promise<Compilation> {
  const folders = pluginFolders(config);
  const sources = await readPlugins(folders);
  const compiled = compileModel(sources);
  if (compiled.kind === 'problems') throw new BrokenPlugins(compiled.problems);
  const problems = await setupProblems(folders, compiled.model);
  if (problems.length > 0) throw new BrokenPlugins(problems);
  return { ...compiled, sources };
}

/** The plugins alone fit each other. */
const wayOutOfWorkspace = `The workspace in the database does not fit these plugins, and nothing was changed. Correct its files, then start again:
  npx trellis workspace pull FOLDER
  npx trellis workspace apply FOLDER`;

/** The same with the workspace over it. */
export function withWorkspace(plugins: Compilation, { files }: Pick<Revision, 'files'>): Compilation {
  if (files.size === 0) return plugins;
  const compiled = compileWith(plugins.sources, files);
  if (compiled.kind === 'problems') throw new BrokenPlugins(compiled.problems, wayOutOfWorkspace);
  return { ...compiled, sources: plugins.sources };
}

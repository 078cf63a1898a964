import { compileModel, type Compiled } from '../definitions/compile-model.js';
import type { PluginSource } from '../definitions/source.js';
import { sourceOf, type WorkspaceFiles } from './workspace-files.js';

/** The model of the plugins with the workspace over them. */
export function compileWith(plugins: readonly PluginSource[], files: WorkspaceFiles, from?: string): Compiled {
  const workspace = sourceOf(files, from);
  return compileModel(workspace === null ? plugins : [...plugins, workspace]);
}

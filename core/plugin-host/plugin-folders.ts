import { join } from 'node:path';
import type { Config } from '../kernel/config.js';
import { projectRoot } from '../kernel/project-root.js';

/** Folders that hold plugin folders: the platform's own, the shipped ones, and those of TRELLIS_PLUGINS. */
export function pluginFolders(config: Pick<Config, 'pluginFolders'>): readonly string[] {
  return [join(projectRoot, 'core', 'identity', 'plugin'), join(projectRoot, 'plugins'), ...config.pluginFolders];
}

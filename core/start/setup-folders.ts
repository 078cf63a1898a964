import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Model } from '../definitions/model.js';
import type { Problem } from '../definitions/problem.js';
import { pluginsIn } from '../plugin-host/read-plugins.js';
import { readRecipe } from '../transfer/recipe/read-recipe.js';

/** The first data of a plugin: a recipe with its files. */
export interface SetupFolder {
  readonly plugin: string;
  readonly folder: string;
}

/** Folders `setup` of the model's plugins, in the order in which the plugins depend on each other. */
export async function setupFolders(folders: readonly string[], model: Model): Promise<readonly SetupFolder[]> {
  const found = new Map<string, string>();
  for (const plugin of (await Promise.all(folders.map(pluginsIn))).flat()) {
    const folder = join(plugin, 'setup');
    const recipe = await stat(join(folder, 'recipe.json')).catch(() => null);
    if (recipe !== null) found.set(basename(plugin), folder);
  }
  return model.plugins.flatMap(({ id, folder }) => {
    const setup = found.get(folder);
    return setup === undefined ? [] : [{ plugin: id, folder: setup }];
  });
}

/** What is wrong with the first data of the plugins, before any of it is loaded. */
export async function setupProblems(folders: readonly string[], model: Model): Promise<readonly Problem[]> {
  const setups = await setupFolders(folders, model);
  const readings = await Promise.all(setups.map(({ folder }) => readRecipe(model, folder, folder)));
  return readings.flatMap((reading) => (reading.kind === 'problems' ? reading.problems : []));
}

import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../../records/platform.js';
import { ExternalKeys } from './external-keys.js';
import { LoadRun, type LoadOutcome, type Progress } from './load-run.js';
import type { Recipe } from './read-recipe.js';
import { RowValues } from './row-values.js';

/** Makes the records of a recipe in its order, each in a transaction of its own with its outside key; what was loaded before is passed over. */
export async function runRecipe(platform: Platform, caller: Caller, recipe: Recipe, progress: Progress = () => undefined): Promise<readonly LoadOutcome[]> {
  const keys = new ExternalKeys(recipe.declaration.source);
  await keys.load(platform.database);
  const running = { platform, caller, recipe, keys, rows: new RowValues(keys), progress };
  const outcomes: LoadOutcome[] = [];
  for (const load of recipe.loads) outcomes.push(await new LoadRun(running, load).run());
  return outcomes;
}

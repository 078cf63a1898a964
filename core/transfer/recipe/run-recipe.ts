import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../../records/platform.js';
import { ExternalKeys } from './external-keys.js';
import { JoinedRows } from './joined-rows.js';
import { LoadRun, type LoadOutcome, type Progress } from './load-run.js';
import type { Recipe } from './read-recipe.js';
import { RowValues } from './row-values.js';

export interface RecipeOptions {
  readonly progress?: Progress;
  /** What users deleted since an earlier run is made anew, unless it is to stay away. */
  readonly leavesDeleted?: boolean;
}

/** Makes the records of a recipe in its order, each in a transaction of its own with its outside key; what was loaded before is passed over. */
export async function runRecipe(platform: Platform, caller: Caller, recipe: Recipe, options: RecipeOptions = {}): Promise<readonly LoadOutcome[]> {
  const keys = new ExternalKeys(recipe.declaration.source);
  await keys.load(platform.database);
  const entities = new Set(recipe.loads.map(({ entity }) => entity));
  if (options.leavesDeleted !== true) for (const entity of entities) await keys.forgetDeleted(platform.database, entity);
  const rows = new RowValues(keys, new JoinedRows(recipe.files));
  const running = { platform, caller: quiet(caller), recipe, keys, rows, progress: options.progress ?? nobodyLooks };
  const outcomes: LoadOutcome[] = [];
  for (const load of recipe.loads) outcomes.push(await new LoadRun(running, load).run());
  return outcomes;
}

/** A recipe tells what has been, so background workflows do not follow it: nobody is written to about a lead of last year. */
function quiet(caller: Caller): Caller {
  return { ...caller, cause: { runId: null, depth: 0, isQuiet: true } };
}

function nobodyLooks(): void {
  // Only terminals show how far it is.
}

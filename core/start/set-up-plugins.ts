import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, value } from '../data/sql.js';
import { formatProblems } from '../definitions/format-problems.js';
import type { Config } from '../kernel/config.js';
import { StartError } from '../kernel/start-error.js';
import { systemCaller } from '../kernel/system-caller.js';
import { UserError } from '../kernel/user-error.js';
import { pluginFolders } from '../plugin-host/plugin-folders.js';
import type { Platform } from '../records/platform.js';
import { readRecipe } from '../transfer/recipe/read-recipe.js';
import { runRecipe } from '../transfer/recipe/run-recipe.js';
import { setupFolders } from './setup-folders.js';

/** Runs the recipe in the folder `setup` of each plugin that has one and that was not set up so before: its first data. What users have changed or deleted since stays as it is. */
export async function setUpPlugins(config: Pick<Config, 'pluginFolders'>, platform: Platform): Promise<void> {
  const done = new Map((await platform.database.rows(sql`SELECT plugin, hash FROM trellis_setup`)).map((row) => [String(row['plugin']), String(row['hash'])]));
  for (const { plugin, folder } of await setupFolders(pluginFolders(config), platform.model)) {
    const hash = await hashOf(folder);
    if (done.get(plugin) === hash) continue;
    await setUp(platform, folder);
    await platform.database.rows(sql`
      INSERT INTO trellis_setup (plugin, hash) VALUES (${value(plugin, 'text')}, ${value(hash, 'text')})
      ON CONFLICT (plugin) DO UPDATE SET hash = excluded.hash, at = now()`);
  }
}

async function setUp(platform: Platform, folder: string): Promise<void> {
  const reading = await readRecipe(platform.model, folder, folder);
  if (reading.kind === 'problems') throw new StartError(formatProblems(reading.problems, process.cwd()));
  const outcomes = await runRecipe(platform, systemCaller(), reading.recipe, { leavesDeleted: true });
  const [first] = outcomes.flatMap((outcome) => outcome.errors);
  if (first === undefined) return;
  const { code, params } = first.violation;
  throw new StartError(`${join(folder, first.file ?? 'recipe.json')}:${first.line}  ${new UserError(422, code, params).detail('en')}`);
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).toSorted()) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 32);
}

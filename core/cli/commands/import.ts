import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatProblems } from '../../definitions/format-problems.js';
import type { Entity } from '../../definitions/model.js';
import { nearest } from '../../kernel/did-you-mean.js';
import { errorCode } from '../../kernel/error-code.js';
import { StartError } from '../../kernel/start-error.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { Platform } from '../../records/platform.js';
import { importCsv, type CsvOutcome } from '../../transfer/csv/import-csv.js';
import { rehearse } from '../../transfer/nested-platform.js';
import { readRecipe } from '../../transfer/recipe/read-recipe.js';
import { runRecipe, type LoadOutcome } from '../../transfer/recipe/run-recipe.js';
import { UsageError } from '../exit-status.js';
import { print } from '../print.js';
import { progressBar } from '../progress-bar.js';
import { withPlatform, type CommandPlatform } from '../with-platform.js';

/** `trellis import`: records from a CSV file, or from a folder of files by a recipe. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('make records of a CSV file, or of a folder of files by a recipe')
    .argument('[entity]', 'entity to import, for instance crm.lead')
    .argument('[file]', 'CSV file whose first row names the columns')
    .option('--recipe <folder>', 'folder with recipe.json')
    .option('--from <folder>', 'folder with the files of the recipe')
    .option('--map <column=field...>', 'field for a column; columns without one are called like their fields')
    .option('--dry-run', 'do everything and take it back: what would come of it')
    .option('--json', 'print what came of it as JSON')
    .action(run);
}

interface ImportFlags {
  readonly recipe?: string;
  readonly from?: string;
  readonly map?: readonly string[];
  readonly dryRun?: true;
  readonly json?: true;
}

async function run(entity: string | undefined, file: string | undefined, flags: ImportFlags): Promise<void> {
  if (flags.recipe !== undefined) {
    if (flags.from === undefined || entity !== undefined) throw new UsageError('A recipe needs --from FOLDER and neither entity nor file.');
    await withPlatform('import', (open) => importByRecipe(open, resolve(flags.recipe ?? ''), resolve(flags.from ?? ''), flags));
    return;
  }
  if (entity === undefined || file === undefined) throw new UsageError('Say which entity and which file: trellis import crm.lead leads.csv');
  const csv = await textOf(file);
  await withPlatform('import', (open) => importOne(open, entity, csv, flags));
}

async function importByRecipe({ platform, caller }: CommandPlatform, folder: string, data: string, flags: ImportFlags): Promise<void> {
  const reading = await readRecipe(platform.model, folder, data);
  if (reading.kind === 'problems') throw new StartError(formatProblems(reading.problems, process.cwd()));
  const bar = progressBar(flags.json === true);
  const work = (on: Platform): Promise<readonly LoadOutcome[]> => runRecipe(on, caller, reading.recipe, bar.show);
  const outcomes = flags.dryRun === true ? await rehearse(platform, work) : await work(platform);
  bar.clear();
  const errors = outcomes.flatMap((outcome) => outcome.errors.map((error) => `${error.file ?? 'recipe.json'}:${error.line}  ${told(error.violation)}`));
  const created = outcomes.reduce((sum, outcome) => sum + outcome.created, 0);
  const table = outcomes.map(
    ({ entity, file, rows, created: made, existing }) =>
      `  ${entity.padEnd(22)} ${(file ?? '').padEnd(18)} ${rows} rows, ${made} made, ${existing} there before`,
  );
  const ending =
    created === 0 && errors.length === 0
      ? 'Nothing to do: everything was there before.'
      : `${flags.dryRun === true ? 'Would make' : 'Made'} ${created} records.`;
  const json = { dryRun: flags.dryRun === true, created, loads: outcomes.map(({ errors: found, ...rest }) => ({ ...rest, errors: found.length })), errors };
  print(flags, json, [...table, ...errors.slice(0, 100), ending].join('\n'));
  if (errors.length > 0) process.exitCode = 1;
}

async function importOne({ platform, caller }: CommandPlatform, name: string, csv: string, flags: ImportFlags): Promise<void> {
  const entity = entityCalled(platform, name);
  const bar = progressBar(flags.json === true);
  const mapping = flags.map === undefined ? null : mappingOf(flags.map);
  const outcome = await importCsv(platform, caller, entity, {
    csv,
    mapping,
    isDryRun: flags.dryRun === true,
    onProgress: (done, all) => bar.show(entity.id, done, all),
  });
  bar.clear();
  const errors = outcome.errors.map(({ line, violation }) => `line ${line}  ${told(violation)}`);
  print(flags, { ...outcome, errors }, [...errors, sentence(outcome, flags)].join('\n'));
  if (errors.length > 0) process.exitCode = 1;
}

function sentence({ rows, created, errors }: CsvOutcome, flags: ImportFlags): string {
  if (errors.length > 0) return `${errors.length} errors in ${rows} rows; nothing was imported.`;
  return flags.dryRun === true ? `${rows} rows are good to go; nothing was imported.` : `Made ${created} records.`;
}

/** Where and what: `/customer: there is no …`. */
function told({ pointer, code, params }: Violation): string {
  return `${pointer === '' ? '' : `${pointer}: `}${new UserError(422, code, params).detail('en')}`;
}

/** An entity by its id, or a wrong call with the one that was meant. */
export function entityCalled(platform: Platform, name: string): Entity {
  const entity = platform.model.entities.get(name);
  if (entity !== undefined && entity.parent === null) return entity;
  const near = nearest(
    name,
    [...platform.model.entities.values()].filter((one) => one.parent === null).map((one) => one.id),
  );
  throw new UsageError(`There is no entity ${name}.${near === null ? '' : ` Did you mean ${near}?`}`);
}

function mappingOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      if (at < 1) throw new UsageError(`--map takes COLUMN=FIELD, found ${pair}.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} cannot be read (${errorCode(error)}).`, { cause: error });
  }
}

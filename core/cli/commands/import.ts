import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { formatProblems } from '../../definitions/format-problems.js';
import type { Entity } from '../../definitions/model.js';
import { nearest } from '../../kernel/did-you-mean.js';
import { errorCode } from '../../kernel/error-code.js';
import { messageIn } from '../../kernel/messages/message.js';
import { StartError } from '../../kernel/start-error.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Platform } from '../../records/platform.js';
import { readCsvAsMeant } from '../../transfer/csv/read-csv.js';
import { importRecords, type ImportOutcome } from '../../transfer/import/import-records.js';
import type { ImportTable } from '../../transfer/import/import-table.js';
import { rehearse } from '../../records/nested-platform.js';
import { readRecipe } from '../../transfer/recipe/read-recipe.js';
import type { LoadOutcome, RecipeError } from '../../transfer/recipe/load-run.js';
import { runRecipe } from '../../transfer/recipe/run-recipe.js';
import { readXlsx } from '../../transfer/xlsx/read-xlsx.js';
import { UsageError } from '../exit-status.js';
import { print } from '../print.js';
import { progressBar } from '../progress-bar.js';
import { withPlatform, type CommandPlatform } from '../with-platform.js';

/** `trellis import`: records from a CSV or XLSX file, or from a folder of files by a recipe. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('make records of a CSV or XLSX file, or of a folder of files by a recipe')
    .argument('[entity]', 'entity to import, for instance crm.lead')
    .argument('[file]', 'CSV or XLSX file whose first row names the columns')
    .option('--recipe <folder>', 'folder with recipe.json')
    .option('--from <folder>', 'folder with the files of the recipe')
    .option('--map <column=field...>', 'field for a column, nothing to leave it out; columns without one are called like their fields')
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
  const content = await contentOf(file);
  const read = /\.xlsx$/iu.test(file) ? () => readXlsx(content) : () => readCsvAsMeant(content.toString('utf8'));
  await withPlatform('import', async (open) => importOne(open, entity, { name: basename(file), table: await read() }, flags));
}

async function importByRecipe({ platform, caller }: CommandPlatform, folder: string, data: string, flags: ImportFlags): Promise<void> {
  const reading = await readRecipe(platform.model, folder, data);
  if (reading.kind === 'problems') throw new StartError(formatProblems(reading.problems, process.cwd()));
  const bar = progressBar(flags.json === true);
  const work = (on: Platform): Promise<readonly LoadOutcome[]> => runRecipe(on, caller, reading.recipe, { progress: bar.show });
  const outcomes = flags.dryRun === true ? await rehearse(platform, work) : await work(platform);
  bar.clear();
  const errors = outcomes.flatMap((outcome) => outcome.errors);
  print(
    flags,
    recipeSummary(outcomes, flags),
    [...outcomes.map(loadLine), ...errors.slice(0, mostShown).map(errorLine), recipeEnding(outcomes, flags)].join('\n'),
  );
  if (errors.length > 0) process.exitCode = 1;
}

const mostShown = 100;

function recipeSummary(outcomes: readonly LoadOutcome[], flags: ImportFlags): unknown {
  const errors = outcomes.flatMap((outcome) => outcome.errors);
  return {
    dryRun: flags.dryRun === true,
    created: sumOf(outcomes, 'created'),
    updated: sumOf(outcomes, 'updated'),
    existing: sumOf(outcomes, 'existing'),
    acted: sumOf(outcomes, 'acted'),
    loads: outcomes.map((outcome) => ({ ...outcome, errors: outcome.errors.length })),
    errors: errors.map(({ file, line, key, violation }) => ({ file, line, key, ...errorJson(violation) })),
  };
}

function sumOf(outcomes: readonly LoadOutcome[], count: 'created' | 'updated' | 'existing' | 'acted'): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[count], 0);
}

function loadLine({ entity, file, rows, created, updated, existing, acted }: LoadOutcome): string {
  const changed = updated === 0 ? '' : `, ${updated} changed`;
  const run = acted === 0 ? '' : `, ${acted} actions`;
  return `  ${entity.padEnd(26)} ${(file ?? '').padEnd(20)} ${String(rows).padStart(6)} records: ${created} made${changed}, ${existing} there before${run}`;
}

function errorLine({ file, line, violation }: RecipeError): string {
  return `${file ?? 'recipe.json'}:${line}  ${told(violation)}`;
}

function recipeEnding(outcomes: readonly LoadOutcome[], flags: ImportFlags): string {
  const wrong = outcomes.reduce((sum, outcome) => sum + outcome.errors.length, 0);
  const [created, updated, acted] = [sumOf(outcomes, 'created'), sumOf(outcomes, 'updated'), sumOf(outcomes, 'acted')];
  const mended =
    wrong === 0
      ? ''
      : ` ${wrong === 1 ? '1 error' : `${wrong} errors`}${wrong > mostShown ? `, the first ${mostShown} shown` : ''}: mend them and run it again; what is in stays as it is.`;
  if (created + updated + acted + wrong === 0) return 'Nothing to do: everything was there before.';
  const also = acted === 0 ? '' : ` and ${flags.dryRun === true ? 'run' : 'ran'} ${acted} actions`;
  return `${flags.dryRun === true ? 'Would make' : 'Made'} ${created} records${also}.${mended}`;
}

async function importOne(
  { platform, caller }: CommandPlatform,
  name: string,
  file: { readonly name: string; readonly table: ImportTable },
  flags: ImportFlags,
): Promise<void> {
  const entity = entityCalled(platform, name);
  const bar = progressBar(flags.json === true);
  const mapping = flags.map === undefined ? null : mappingOf(flags.map, file.table.columns);
  const outcome = await importRecords(platform, caller, entity, {
    read: () => file.table,
    mapping,
    isDryRun: flags.dryRun === true,
    onProgress: (done, all) => bar.show(entity.id, done, all),
  });
  bar.clear();
  const { rows, created, errors } = outcome;
  const summary = { dryRun: flags.dryRun === true, rows, created, errors: errors.map(({ line, violation }) => ({ line, ...errorJson(violation) })) };
  print(flags, summary, [...errors.map(({ line, violation }) => `${file.name}:${line}  ${told(violation)}`), sentence(outcome, flags)].join('\n'));
  if (errors.length > 0) process.exitCode = 1;
}

function sentence({ rows, created, errors }: ImportOutcome, flags: ImportFlags): string {
  if (errors.length > 0) return `${errors.length === 1 ? '1 error' : `${errors.length} errors`} in ${rows} rows; nothing was imported.`;
  return flags.dryRun === true ? `${rows} rows are good to go; nothing was imported.` : `Made ${created} records.`;
}

function errorJson({ pointer, code, params }: Violation): { readonly pointer: string; readonly code: string; readonly message: string } {
  return { pointer, code, message: messageIn(code, params ?? {}, 'en') };
}

/** Where and what: `/customer: there is no …`. */
function told({ pointer, code, params }: Violation): string {
  return `${pointer === '' ? '' : `${pointer}: `}${messageIn(code, params ?? {}, 'en')}`;
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

/** Columns that no pair names go by what they are called; `COLUMN=` leaves one out. */
function mappingOf(pairs: readonly string[], columns: readonly string[]): Readonly<Record<string, string>> {
  const given = pairs.map((pair): readonly [string, string] => {
    const at = pair.lastIndexOf('=');
    if (at < 1) throw new UsageError(`--map takes COLUMN=FIELD, found ${pair}.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return Object.fromEntries([...columns.map((column) => [column, column] as const), ...given]);
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new StartError(`${file} cannot be read (${errorCode(error)}).`, { cause: error });
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecipeDeclaration } from '../../../schemas/generated/types.js';
import type { Model } from '../../definitions/model.js';
import { declarationSchemas } from '../../definitions/parse/declaration-schemas.js';
import { parseDocument } from '../../definitions/parse/json-document.js';
import { below, Reporter } from '../../definitions/parse/reporter.js';
import { schemaProblems } from '../../definitions/parse/schema-problems.js';
import type { Problem } from '../../definitions/problem.js';
import { errorCode } from '../../kernel/error-code.js';
import { StartError } from '../../kernel/start-error.js';
import { UserError } from '../../kernel/user-error.js';
import { readCsv, type CsvTable } from '../csv/read-csv.js';
import { compileLoad, type CompiledLoad } from './compile-recipe.js';
import { compileFiles, filesNamed, type RecipeFiles } from './recipe-files.js';

/** A recipe with its files, ready to run. */
export interface Recipe {
  readonly declaration: RecipeDeclaration;
  readonly loads: readonly CompiledLoad[];
  readonly files: RecipeFiles;
  /** Of the recipe, for messages. */
  readonly path: string;
}

export type RecipeReading = { readonly kind: 'recipe'; readonly recipe: Recipe } | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads recipe.json of a folder and the CSV files it names in another, and checks everything against the model. */
export async function readRecipe(model: Model, folder: string, data: string): Promise<RecipeReading> {
  const path = join(folder, 'recipe.json');
  const { document, problems } = parseDocument({ path, role: 'plugin', text: await textOf(path) });
  if (document === null) return { kind: 'problems', problems };
  const declaration = document.value;
  const validate = declarationSchemas().recipe;
  if (!validate(declaration)) return { kind: 'problems', problems: schemaProblems(document, validate.errors ?? []) };
  const reporter = new Reporter();
  const place = { document, pointer: '' };
  const files = compileFiles(await readFiles(declaration, data), declaration.join ?? [], below(place, 'join'), reporter);
  const loads = declaration.load.flatMap((load, index) => compileLoad(model, files, load, below(place, 'load', index), reporter) ?? []);
  if (reporter.problems.length > 0) return { kind: 'problems', problems: reporter.problems };
  return { kind: 'recipe', recipe: { declaration, loads, files, path } };
}

async function readFiles(declaration: RecipeDeclaration, data: string): Promise<ReadonlyMap<string, CsvTable>> {
  const files = new Map<string, CsvTable>();
  for (const name of filesNamed(declaration)) files.set(name, tableOf(name, await textOf(join(data, name))));
  return files;
}

function tableOf(name: string, text: string): CsvTable {
  try {
    return readCsv(text);
  } catch (error) {
    if (error instanceof UserError) throw new StartError(`${name}: ${error.detail('en')}`, { cause: error });
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') throw new StartError(`There is no file ${path}.`, { cause: error });
    throw error;
  }
}

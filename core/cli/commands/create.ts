import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { projectRoot } from '../../kernel/project-root.js';
import { StartError } from '../../kernel/start-error.js';
import { UsageError } from '../exit-status.js';
import { entityFiles, pluginFiles, workflowFiles, type NewFile } from '../new-plugin.js';
import { print } from '../print.js';

/** `trellis create plugin|entity|workflow NAME`: files to begin with, that start and pass the check. */
export function registerCreate(program: Command): void {
  const create = program.command('create').description('make a plugin, or an entity or a workflow in one');
  create
    .command('plugin')
    .description('make a plugin with one entity, a role and a view')
    .argument('<name>', 'in kebab-case, for instance car-pool')
    .option('--in <folder>', 'folder that holds plugins', 'plugins')
    .option('--json', 'print the files as JSON')
    .action(createPlugin);
  create
    .command('entity')
    .description('make an entity with a role and a view in a plugin')
    .argument('<plugin.name>', 'for instance car-pool.car')
    .option('--in <folder>', 'folder that holds plugins', 'plugins')
    .option('--json', 'print the files as JSON')
    .action(createEntity);
  create
    .command('workflow')
    .description('make a workflow in a plugin, on new records of one of its entities')
    .argument('<plugin.name>', 'for instance car-pool.remind-of-service')
    .option('--on <entity>', 'entity of the plugin; the first one unless said')
    .option('--in <folder>', 'folder that holds plugins', 'plugins')
    .option('--json', 'print the files as JSON')
    .action(createWorkflow);
}

interface CreateFlags {
  readonly in: string;
  readonly json?: true;
}

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u;

async function createPlugin(name: string, flags: CreateFlags): Promise<void> {
  demandName(name);
  const folder = join(folderOf(flags), name);
  if ((await stat(folder).catch(() => null)) !== null) throw new StartError(`${folder} exists already. Choose another name.`);
  const made = await writeAll(folder, pluginFiles(name, schemasFrom(folder)));
  print(flags, made, `Made ${made.length} files in ${relative(process.cwd(), folder) || folder}. Start Trellis anew to see it.${elsewhere(folder)}`);
}

async function createEntity(id: string, flags: CreateFlags): Promise<void> {
  const { plugin, name, folder } = await placeOf(id, 'entity', flags);
  const made = await writeAll(folder, entityFiles(plugin, name, schemasFrom(folder)));
  print(flags, made, `Made ${made.length} files in ${relative(process.cwd(), folder) || folder}.`);
}

async function createWorkflow(id: string, flags: CreateFlags & { readonly on?: string }): Promise<void> {
  const { plugin, name, folder } = await placeOf(id, 'workflow', flags);
  const files = await readdir(join(folder, 'entities')).catch(() => []);
  const entities = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  const entity = flags.on ?? entities.sort()[0];
  if (entity === undefined || !entities.includes(entity))
    throw new StartError(
      entity === undefined
        ? `The plugin ${plugin} has no entity. Make one first: trellis create entity ${plugin}.item`
        : `The plugin ${plugin} has no entity ${entity}; it has ${entities.join(', ') || 'none'}.`,
    );
  const made = await writeAll(folder, workflowFiles(name, `${plugin}.${entity}`, schemasFrom(folder)));
  print(flags, made, `Made ${made[0] ?? ''}. See docs/workflows.md for triggers and steps.`);
}

interface NewPlace {
  readonly plugin: string;
  readonly name: string;
  /** Of the plugin. */
  readonly folder: string;
}

async function placeOf(id: string, what: 'entity' | 'workflow', flags: CreateFlags): Promise<NewPlace> {
  const [plugin = '', name = '', ...rest] = id.split('.');
  if (rest.length > 0 || name === '') throw new UsageError(`Say plugin and ${what} with a point between them, for instance car-pool.car; found ${id}.`);
  demandName(plugin);
  demandName(name);
  const folder = join(folderOf(flags), plugin);
  await readFile(join(folder, 'plugin.json')).catch(() => {
    throw new StartError(`There is no plugin in ${folder}. Make one first: trellis create plugin ${plugin}`);
  });
  return { plugin, name, folder };
}

/** A name given without a path lies in the project. */
function folderOf(flags: CreateFlags): string {
  return flags.in === 'plugins' ? join(projectRoot, 'plugins') : resolve(flags.in);
}

function demandName(name: string): void {
  if (kebabCase.test(name) && name.length <= 40) return;
  throw new UsageError(`A name has small letters, digits and single hyphens, at most 40 characters; found ${name}. For instance car-pool.`);
}

/** Path of the schemas, as `$schema` needs it from one folder below. */
function schemasFrom(folder: string): string {
  return relative(folder, join(projectRoot, 'schemas')).replaceAll('\\', '/');
}

function elsewhere(folder: string): string {
  const home = dirname(folder);
  return home === join(projectRoot, 'plugins') ? '' : ` Its folder must be named: TRELLIS_PLUGINS=${home}`;
}

async function writeAll(folder: string, files: readonly NewFile[]): Promise<readonly string[]> {
  for (const { path } of files)
    if ((await stat(join(folder, path)).catch(() => null)) !== null) throw new StartError(`${join(folder, path)} exists already. Nothing was made.`);
  for (const { path, json } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${JSON.stringify(json, null, 2)}\n`, { flag: 'wx' });
  }
  return files.map(({ path }) => join(folder, path));
}

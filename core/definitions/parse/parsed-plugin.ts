import type { ValidateFunction } from 'ajv';
import type {
  ConversionDeclaration,
  EntityDeclaration,
  ExtensionDeclaration,
  MigrationDeclaration,
  PluginDeclaration,
  RoleDeclaration,
  ViewDeclaration,
  WorkflowDeclaration,
} from '../../../schemas/generated/types.js';
import { nearest } from '../../kernel/did-you-mean.js';
import type { PluginSource, SourceFile } from '../source.js';
import { declarationSchemas } from './declaration-schemas.js';
import { parseDocument } from './json-document.js';
import type { Place, Reporter } from './reporter.js';
import { schemaProblems } from './schema-problems.js';

/** A declaration with the file it stands in. */
export interface Declared<Declaration> {
  readonly declaration: Declaration;
  readonly place: Place;
}

/** One plugin whose files are understood, though not yet linked with others. */
export interface ParsedPlugin {
  readonly folder: string;
  /** Steps of its own TypeScript; undefined where they are not known. */
  readonly handlers: readonly string[] | undefined;
  readonly plugin: Declared<PluginDeclaration>;
  readonly entities: readonly Declared<EntityDeclaration>[];
  readonly extensions: readonly Declared<ExtensionDeclaration>[];
  readonly roles: readonly Declared<RoleDeclaration>[];
  readonly views: readonly Declared<ViewDeclaration>[];
  readonly workflows: readonly Declared<WorkflowDeclaration>[];
  readonly conversions: readonly Declared<ConversionDeclaration>[];
  readonly migrations: readonly Declared<MigrationDeclaration>[];
}

/** Parses the files of one plugin; null when its plugin.json cannot be used. */
export function parsePlugin(source: PluginSource, reporter: Reporter): ParsedPlugin | null {
  const schemas = declarationSchemas();
  const read = <Declaration>(role: SourceFile['role'], validate: ValidateFunction<Declaration>): readonly Declared<Declaration>[] =>
    source.files.filter((file) => file.role === role).flatMap((file) => parseFile(file, validate, reporter));
  const plugins = read('plugin', schemas.plugin);
  const parsed = {
    entities: read('entity', schemas.entity),
    extensions: read('extension', schemas.extension),
    roles: read('role', schemas.role),
    views: read('view', schemas.view),
    workflows: read('workflow', schemas.workflow),
    conversions: read('conversion', schemas.conversion),
    migrations: read('migration', schemas.migration),
  };
  if (!source.files.some((file) => file.role === 'plugin')) reportMissing(source, reporter);
  else for (const file of source.files) if (file.role === 'unknown') reportUnknown(file, reporter);
  const [plugin] = plugins;
  return plugin === undefined ? null : { folder: source.folder, handlers: source.handlers, plugin, ...parsed };
}

function parseFile<Declaration>(file: SourceFile, validate: ValidateFunction<Declaration>, reporter: Reporter): readonly Declared<Declaration>[] {
  const { document, problems } = parseDocument(file);
  reporter.problems.push(...problems);
  if (document === null) return [];
  const value = document.value;
  if (validate(value)) return [{ declaration: value, place: { document, pointer: '' } }];
  reporter.problems.push(...schemaProblems(document, validate.errors ?? []));
  return [];
}

const folders = ['entities', 'extensions', 'roles', 'views', 'workflows', 'conversions', 'migrations', 'server', 'setup'];

function reportUnknown(file: SourceFile, reporter: Reporter): void {
  const name = file.path.split(/[/\\]/u).at(-1) ?? '';
  const near = nearest(name, folders);
  reporter.problems.push({
    code: 'file.unknown',
    file: file.path,
    line: 1,
    pointer: '',
    found: name,
    expected: `plugin.json and the folders ${folders.join(', ')}`,
    remedy: near === null ? 'Move it elsewhere, or into one of the folders.' : `Did you mean "${near}"?`,
  });
}

function reportMissing(source: PluginSource, reporter: Reporter): void {
  const file = source.files[0]?.path ?? source.folder;
  reporter.problems.push({
    code: 'plugin.missing-file',
    file,
    line: 1,
    pointer: '',
    found: `the folder ${source.folder} without plugin.json`,
    expected: 'plugin.json with id, version and label',
    remedy: 'Add plugin.json, or move the folder elsewhere.',
  });
}

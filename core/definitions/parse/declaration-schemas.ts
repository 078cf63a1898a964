import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ConversionDeclaration,
  EntityDeclaration,
  ExtensionDeclaration,
  MigrationDeclaration,
  PluginDeclaration,
  RecipeDeclaration,
  RoleDeclaration,
  ViewDeclaration,
  WorkflowDeclaration,
} from '../../../schemas/generated/types.js';
import { projectRoot } from '../../kernel/project-root.js';

/** The language, compiled: one validator for each kind of file. */
export interface DeclarationSchemas {
  readonly plugin: ValidateFunction<PluginDeclaration>;
  readonly entity: ValidateFunction<EntityDeclaration>;
  readonly extension: ValidateFunction<ExtensionDeclaration>;
  readonly role: ValidateFunction<RoleDeclaration>;
  readonly view: ValidateFunction<ViewDeclaration>;
  readonly workflow: ValidateFunction<WorkflowDeclaration>;
  readonly conversion: ValidateFunction<ConversionDeclaration>;
  readonly migration: ValidateFunction<MigrationDeclaration>;
  readonly recipe: ValidateFunction<RecipeDeclaration>;
}

const base = 'https://trellis.dev/schemas/';

/** Compiled when they are first asked for, once a process. */
export const declarationSchemas = ((): (() => DeclarationSchemas) => {
  let made: DeclarationSchemas | null = null;
  return () => (made ??= compile());
})();

function compile(): DeclarationSchemas {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    discriminator: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    // Compiling them well would take longer than they are run.
    inlineRefs: false,
    code: { optimize: false },
  });
  addFormats.default(ajv);
  const folder = join(projectRoot, 'schemas');
  for (const name of [...schemaFiles(folder, ''), ...schemaFiles(join(folder, 'fields'), 'fields/')]) {
    const schema: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    if (typeof schema === 'object' && schema !== null) ajv.addSchema(schema);
  }
  return {
    plugin: ajv.compile<PluginDeclaration>({ $ref: `${base}plugin.schema.json` }),
    entity: ajv.compile<EntityDeclaration>({ $ref: `${base}entity.schema.json` }),
    extension: ajv.compile<ExtensionDeclaration>({ $ref: `${base}extension.schema.json` }),
    role: ajv.compile<RoleDeclaration>({ $ref: `${base}role.schema.json` }),
    view: ajv.compile<ViewDeclaration>({ $ref: `${base}view.schema.json` }),
    workflow: ajv.compile<WorkflowDeclaration>({ $ref: `${base}workflow.schema.json` }),
    conversion: ajv.compile<ConversionDeclaration>({ $ref: `${base}conversion.schema.json` }),
    migration: ajv.compile<MigrationDeclaration>({ $ref: `${base}migration.schema.json` }),
    recipe: ajv.compile<RecipeDeclaration>({ $ref: `${base}recipe.schema.json` }),
  };
}

function schemaFiles(folder: string, prefix: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort()
    .map((name) => `${prefix}${name}`);
}

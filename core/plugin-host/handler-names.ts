import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportNamedDeclaration, Expression, ModuleItem, ObjectExpression } from '@swc/core';

/**
 * Names of the steps that a plugin's `server/index.ts` (or .js) exports, read without running it. Undefined where they cannot be told from the text,
 * for instance because they are put together by a function, or put in one after the other.
 */
export async function handlerNames(plugin: string): Promise<readonly string[] | undefined> {
  const [file] = ['index.js', 'index.ts'].map((name) => join(plugin, 'server', name)).filter((path) => existsSync(path));
  if (file === undefined) return [];
  // The parser beside the transpiler that loads the code; what it is to be replaced by is not for JavaScript.
  const { parse } = await import('@swc/core'); // eslint-disable-line @typescript-eslint/no-deprecated
  // What cannot be parsed is told with its place when it is loaded.
  const parsed = await parse(await readFile(file, 'utf8'), { syntax: 'typescript', target: 'es2023' }).catch(() => null);
  if (parsed === null) return undefined;
  const items = parsed.body.flatMap((item) => declared(item));
  const steps = items.find(([name]) => name === 'steps')?.[1];
  const isExported = parsed.body.some(exportsSteps);
  // A file of the older kind exports by what it assigns.
  if (!isExported) return parsed.body.some(isUntold) || ['exports', 'module'].some((name) => usesOf(parsed.body, name) > 0) ? undefined : [];
  const object = steps === undefined ? null : objectIn(steps);
  if (object === null || isFilledLater(parsed.body, object)) return undefined;
  return keysOf(object);
}

/** Whether others may put steps into the object: whoever gets hold of it here, or, where it is empty, a file that is imported. */
function isFilledLater(body: readonly ModuleItem[], { properties }: ObjectExpression): boolean {
  return usesOf(body, 'steps') > 1 || (properties.length === 0 && body.some(({ type }) => type === 'ImportDeclaration'));
}

/** How often a variable is named, where it is declared too; where it is exported does not count. */
function usesOf(node: unknown, name: string): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = new Map<string, unknown>(Object.entries(node));
  if (own.get('type') === 'ExportNamedDeclaration') return 0;
  // Keys and members are identifiers too, of which nothing says whether they are optional.
  if (own.get('type') === 'Identifier' && own.has('optional')) return own.get('value') === name ? 1 : 0;
  return [...own.values()].reduce<number>((total, inner) => total + usesOf(inner, name), 0);
}

function declared(item: ModuleItem): readonly (readonly [name: string, value: Expression])[] {
  const declaration = item.type === 'ExportDeclaration' ? item.declaration : item;
  if (declaration.type !== 'VariableDeclaration') return [];
  return declaration.declarations.flatMap(({ id, init }) => (id.type === 'Identifier' && init ? [[id.value, init] as const] : []));
}

function exportsSteps(item: ModuleItem): boolean {
  if (item.type === 'ExportDeclaration')
    return item.declaration.type === 'FunctionDeclaration' ? item.declaration.identifier.value === 'steps' : declared(item).some(([name]) => name === 'steps');
  if (item.type !== 'ExportNamedDeclaration') return false;
  return item.specifiers.some((one) => exportedName(one) === 'steps');
}

function exportedName(one: ExportNamedDeclaration['specifiers'][number]): string {
  if (one.type === 'ExportSpecifier') return (one.exported ?? one.orig).value;
  return one.type === 'ExportNamespaceSpecifier' ? one.name.value : one.exported.value;
}

/** Names that an export gives without saying them: of another file, or out of what is taken apart. */
function isUntold(item: ModuleItem): boolean {
  if (item.type !== 'ExportDeclaration') return item.type === 'ExportAllDeclaration';
  return item.declaration.type === 'VariableDeclaration' && item.declaration.declarations.some(({ id }) => id.type !== 'Identifier');
}

/** The object behind what TypeScript says of its type. */
function objectIn(value: Expression): ObjectExpression | null {
  if (value.type === 'ObjectExpression') return value;
  const isSaid =
    value.type === 'TsSatisfiesExpression' || value.type === 'TsAsExpression' || value.type === 'TsConstAssertion' || value.type === 'ParenthesisExpression';
  return isSaid ? objectIn(value.expression) : null;
}

function keysOf({ properties }: ObjectExpression): readonly string[] | undefined {
  const names = properties.map((property) => {
    if (property.type === 'Identifier') return property.value;
    const key = 'key' in property ? property.key : null;
    return key?.type === 'Identifier' || key?.type === 'StringLiteral' ? key.value : null;
  });
  return names.every((name) => name !== null) ? names : undefined;
}

import type { RecipeLines, RecipeLoad } from '../../../schemas/generated/types.js';
import { checkExpression } from '../../definitions/expressions/check-expression.js';
import type { CheckedExpression, Node } from '../../definitions/expressions/checked.js';
import type { FunctionForm, Scope } from '../../definitions/expressions/types.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { below, type Place, type Reporter } from '../../definitions/parse/reporter.js';
import { compileActions, type Check, type CompiledAction } from './compile-actions.js';
import { rowType, type RecipeFiles } from './recipe-files.js';

/** One step of a recipe, its expressions checked against the columns of its file and the fields of its entity. */
export interface CompiledLoad {
  readonly entity: Entity;
  readonly declaration: RecipeLoad;
  readonly key: CheckedExpression;
  readonly when: CheckedExpression | null;
  readonly fields: readonly CompiledField[];
  readonly lines: readonly CompiledLines[];
  readonly actions: readonly CompiledAction[];
}

export interface CompiledField {
  readonly field: Field;
  /** Of an address. */
  readonly part: string | null;
  readonly expression: CheckedExpression;
}

export interface CompiledLines {
  readonly field: Field;
  readonly file: string;
  readonly parent: CheckedExpression;
  readonly when: CheckedExpression | null;
  readonly fields: readonly CompiledField[];
}

/** A key as it is remembered: keys of several files that feed one entity are told apart by a prefix. */
export function outsideKey({ declaration }: CompiledLoad, key: string): string {
  return declaration.prefix === undefined ? key : `${declaration.prefix}:${key}`;
}

/** Checks one step; null when something is wrong, which the reporter is told. */
export function compileLoad(model: Model, files: RecipeFiles, load: RecipeLoad, place: Place, reporter: Reporter): CompiledLoad | null {
  const entity = model.entities.get(load.entity);
  if (entity === undefined || entity.parent !== null) {
    const own = [...model.entities.values()].filter((one) => one.parent === null).map((one) => one.id);
    reporter.unknownName('recipe.unknown-entity', below(place, 'entity'), load.entity, own);
    return null;
  }
  if (load.match !== undefined && entity.fields.get(load.match)?.type !== 'text') {
    const texts = [...entity.fields.values()].filter((field) => field.type === 'text').map((field) => field.name);
    reporter.unknownName('recipe.unknown-field', below(place, 'match'), load.match, texts);
  }
  const check = checkOver(model, files, load.file, reporter);
  const key = check(load.key, below(place, 'key'));
  const fields = compileFields(entity, load.fields, below(place, 'fields'), check, reporter);
  for (const [index, name] of (load.complete ?? []).entries())
    if (load.fields[name] === undefined || entity.fields.get(name)?.type === 'many-to-many')
      reporter.unknownName('recipe.unknown-field', below(place, 'complete', index), name, Object.keys(load.fields));
  const when = load.when === undefined ? null : check(load.when, below(place, 'when'), ['boolean']);
  const lines = Object.entries(load.lines ?? {}).flatMap(([name, inner]) => {
    const over = checkOver(model, files, inner.file, reporter);
    return compileLines(model, { entity, name, declared: inner }, below(place, 'lines', name), over, reporter) ?? [];
  });
  const actions = compileActions(model, entity, load.actions ?? [], below(place, 'actions'), check, reporter);
  return key === null ? null : { entity, declaration: load, key, when, fields, lines, actions };
}

interface DeclaredLines {
  readonly entity: Entity;
  readonly name: string;
  readonly declared: RecipeLines;
}

function compileLines(model: Model, { entity, name, declared }: DeclaredLines, place: Place, check: Check, reporter: Reporter): CompiledLines | null {
  const field = entity.fields.get(name);
  const line = model.entities.get(field?.target ?? '');
  if (field?.type !== 'lines' || line === undefined) {
    const valid = [...entity.fields.values()].filter((one) => one.type === 'lines').map((one) => one.name);
    reporter.unknownName('recipe.unknown-field', place, name, valid);
    return null;
  }
  const parent = check(declared.parent, below(place, 'parent'));
  const when = declared.when === undefined ? null : check(declared.when, below(place, 'when'), ['boolean']);
  const fields = compileFields(line, declared.fields, below(place, 'fields'), check, reporter);
  return parent === null ? null : { field, file: declared.file, parent, when, fields };
}

function compileFields(entity: Entity, declared: Readonly<Record<string, string>>, place: Place, check: Check, reporter: Reporter): readonly CompiledField[] {
  return Object.entries(declared).flatMap(([name, text]) => {
    const at = below(place, name);
    const [fieldName = '', part = null] = name.split('.');
    const field = entity.fields.get(fieldName);
    if (field === undefined || field.isSystem || field.isComputed || (part !== null && field.type !== 'address')) {
      const writable = [...entity.fields.values()].filter((one) => !one.isSystem && !one.isComputed && one.type !== 'lines').map((one) => one.name);
      reporter.unknownName('recipe.unknown-field', at, name, writable);
      return [];
    }
    const expression = check(text, at);
    return expression === null ? [] : [{ field, part, expression }];
  });
}

/** `ref(entity, key)`, or `ref(entity, prefix, key)`: the id of the record that was loaded under the key. `date` and `number` refuse what they cannot read. */
const recipeFunctions: ReadonlyMap<string, FunctionForm> = new Map<string, FunctionForm>([
  ['ref', { parameters: ['text', 'text'], rest: 'text', result: 'text' }],
  ['date', { parameters: ['any'], result: 'date' }],
  ['number', { parameters: ['any'], result: 'number' }],
]);

/** Entities named in ref(…). */
function referredEntities(node: Node): readonly string[] {
  switch (node.op) {
    case 'call': {
      const [first] = node.args;
      const own = node.name === 'ref' && first?.op === 'literal' ? [String(first.value)] : [];
      return [...own, ...node.args.flatMap(referredEntities)];
    }
    case 'macro':
      return [...referredEntities(node.over), ...referredEntities(node.body)];
    case 'list':
      return node.items.flatMap(referredEntities);
    case 'literal':
    case 'path':
      return [];
  }
}

/** Checks expressions over the rows of a file. */
function checkOver(model: Model, files: RecipeFiles, file: string | undefined, reporter: Reporter): Check {
  const variables = new Map([['row', { kind: 'record', record: rowType(files, file) } as const]]);
  const scope: Scope = { record: null, variables, functions: recipeFunctions };
  return (text, place, expected) => {
    const outcome = checkExpression(text, scope, expected);
    if (outcome.kind === 'checked') {
      const unknown = referredEntities(outcome.expression.root).filter((name) => !model.entities.has(name));
      for (const name of unknown) reporter.unknownName('recipe.unknown-entity', place, name, model.entities.keys());
      return outcome.expression;
    }
    for (const { code, found, expected: wanted, remedy } of outcome.mistakes) reporter.report(`expression.${code}`, place, { found, expected: wanted, remedy });
    return null;
  };
}

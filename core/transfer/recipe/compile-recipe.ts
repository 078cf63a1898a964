import type { RecipeLoad } from '../../../schemas/generated/types.js';
import { checkExpression } from '../../definitions/expressions/check-expression.js';
import type { CheckedExpression, Node } from '../../definitions/expressions/checked.js';
import { fixedRecordType } from '../../definitions/expressions/entity-scope.js';
import type { FunctionForm, Scope } from '../../definitions/expressions/types.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { below, type Place, type Reporter } from '../../definitions/parse/reporter.js';
import type { CsvTable } from '../csv/read-csv.js';

/** One step of a recipe, its expressions checked against the columns of its file and the fields of its entity. */
export interface CompiledLoad {
  readonly entity: Entity;
  readonly declaration: RecipeLoad;
  readonly key: CheckedExpression;
  readonly when: CheckedExpression | null;
  readonly fields: readonly CompiledField[];
  readonly lines: readonly CompiledLines[];
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
  readonly fields: readonly CompiledField[];
}

/** Checks one step; null when something is wrong, which the reporter is told. */
export function compileLoad(model: Model, files: ReadonlyMap<string, CsvTable>, load: RecipeLoad, place: Place, reporter: Reporter): CompiledLoad | null {
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
  const scope = scopeOf(files, load.file);
  const check = (text: string, at: Place, inner = scope): CheckedExpression | null => checked(text, inner, model, at, reporter);
  const key = check(load.key, below(place, 'key'));
  const fields = compileFields(entity, load.fields, below(place, 'fields'), check, reporter);
  const when = load.when === undefined ? null : check(load.when, below(place, 'when'));
  const lines = Object.entries(load.lines ?? {}).flatMap(([name, inner]): readonly CompiledLines[] => {
    const at = below(place, 'lines', name);
    const field = entity.fields.get(name);
    const line = model.entities.get(field?.target ?? '');
    if (field?.type !== 'lines' || line === undefined) {
      reporter.unknownName(
        'recipe.unknown-field',
        at,
        name,
        [...entity.fields.values()].filter((one) => one.type === 'lines').map((one) => one.name),
      );
      return [];
    }
    const lineScope = scopeOf(files, inner.file);
    const parent = check(inner.parent, below(at, 'parent'), lineScope);
    const compiled = compileFields(line, inner.fields, below(at, 'fields'), (text, where) => check(text, where, lineScope), reporter);
    return parent === null ? [] : [{ field, file: inner.file, parent, fields: compiled }];
  });
  return key === null ? null : { entity, declaration: load, key, when, fields, lines };
}

function compileFields(
  entity: Entity,
  declared: Readonly<Record<string, string>>,
  place: Place,
  check: (text: string, at: Place) => CheckedExpression | null,
  reporter: Reporter,
): readonly CompiledField[] {
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

function scopeOf(files: ReadonlyMap<string, CsvTable>, file: string | undefined): Scope {
  const columns = files.get(file ?? '')?.columns ?? [];
  const row = fixedRecordType('row', Object.fromEntries(columns.map((name) => [name, { kind: 'text' } as const])));
  return { record: null, variables: new Map([['row', { kind: 'record', record: row }]]), functions: recipeFunctions };
}

function checked(text: string, scope: Scope, model: Model, place: Place, reporter: Reporter): CheckedExpression | null {
  const outcome = checkExpression(text, scope);
  if (outcome.kind === 'checked') {
    const unknown = referredEntities(outcome.expression.root).filter((name) => !model.entities.has(name));
    for (const name of unknown) reporter.unknownName('recipe.unknown-entity', place, name, model.entities.keys());
    return outcome.expression;
  }
  for (const { code, found, expected, remedy } of outcome.mistakes) reporter.report(`expression.${code}`, place, { found, expected, remedy });
  return null;
}

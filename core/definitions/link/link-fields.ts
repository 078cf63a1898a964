import type { FieldDeclaration, FormulaField } from '../../../schemas/generated/types.js';
import { fieldExpressionType } from '../expressions/entity-scope.js';
import type { ExpressionType } from '../expressions/types.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { checkFetchAcross, checkFormulaAcross } from './check-reads-across.js';
import { checkRegions } from './check-regions.js';
import { demandOwnRecord } from './demand-own-record.js';
import { checkDatedFetch } from './check-dated-fetch.js';
import type { EntityDraft } from './entity-draft.js';
import { demandNoSettings } from './demand-no-settings.js';
import { demandOptions } from './demand-options.js';
import { linkChange } from './link-change.js';
import { linkConditions } from './link-conditions.js';
import { linkRollup } from './link-rollup.js';
import { fits } from './fits.js';
import { checked, recordScope, recordTypeOf, savedScope, type Linking } from './linking.js';

/** The fields of an entity with their expressions and paths checked. */
export function linkFields(draft: EntityDraft, skeleton: Entity, linking: Linking): ReadonlyMap<string, Field> {
  return new Map([...skeleton.fields].map(([name, field]) => [name, linkField(field, draft, skeleton, linking)]));
}

function linkField(field: Field, draft: EntityDraft, entity: Entity, linking: Linking): Field {
  const part = draft.fields.get(field.name);
  if (part === undefined) return field;
  const { declaration, place } = part;
  checkUnit(declaration, entity, place, linking);
  checkFetch(field, entity, place, linking);
  checkDatedFetch(field, draft, entity, below(place, 'fetch'), linking);
  checkRegions(declaration, part.plugin, place, linking);
  if (declaration.type === 'reference' && declaration.where !== undefined) {
    const target = linking.skeletons.get(declaration.entity);
    if (target !== undefined) checked(linking, declaration.where, recordScope(linking, target.id), ['boolean'], below(place, 'where'));
  }
  const given = declaration.default;
  const isExpression = typeof given === 'object' && given !== null;
  return {
    ...field,
    conditions: linkConditions(declaration, entity, place, linking),
    ...linkChange(field, draft, entity, linking),
    formula: declaration.type === 'formula' ? formulaOf(declaration, field, entity, place, linking) : null,
    rollup: declaration.type === 'rollup' ? linkRollup(declaration, place, linking) : null,
    defaultExpression: isExpression ? defaultOf(given.expression, field, entity, below(place, 'default', 'expression'), linking) : null,
  };
}

/** Over what a new record has before it is saved. */
function defaultOf(text: string, field: Field, entity: Entity, at: Place, linking: Linking): Field['defaultExpression'] {
  const expression = checked(linking, text, savedScope(recordScope(linking, entity.id)), kindsOf(field), at);
  demandOwnRecord(expression, entity, at, linking.reporter);
  const late = expression.reads.map(([name = '']) => entity.fields.get(name)).find((one) => one !== undefined && isLate(one));
  if (late !== undefined)
    linking.reporter.report('default.too-early', at, {
      found: `${late.name}, which comes later`,
      expected: 'fields that are given, fetched or have a default',
      remedy: 'Let a formula compute the value, or read other fields.',
    });
  return expression;
}

/** Not there yet when defaults are filled in. */
function isLate(field: Field): boolean {
  return field.isComputed || field.type === 'lines' || (field.isSystem && field.name !== 'id' && field.name !== 'state');
}

function formulaOf(declaration: FormulaField, field: Field, entity: Entity, place: Place, linking: Linking): Field['formula'] {
  const at = below(place, 'expression');
  const scope = savedScope({ record: recordTypeOf(linking, entity.id), variables: new Map() });
  const expression = checked(linking, declaration.expression, scope, kindsOf(field), at);
  checkFormulaAcross(expression.reads, declaration.acrossCompanies === true, entity, place, linking);
  demandNoSettings(expression.root, at, linking.reporter);
  // Entries and balances are never saved, so that nothing beside them could be followed.
  if (entity.ledger !== null || entity.balanceOf !== null) demandOwnRecord(expression, entity, at, linking.reporter);
  if (field.type === 'enum') demandOptions(expression.root, field, at, linking.reporter);
  return expression;
}

/** Kinds of values that a field takes from an expression. */
export function kindsOf(field: Field): readonly ExpressionType['kind'][] {
  const { kind } = fieldExpressionType(field);
  return kind === 'text' ? ['text', 'record'] : [kind];
}

/** Follows a path through references; the field at its end, or undefined. */
export function fieldAt(path: readonly string[], entity: Entity, linking: Linking): Field | undefined {
  const [name = '', ...rest] = path;
  const field = entity.fields.get(name);
  if (rest.length === 0) return field;
  const target = field?.type === 'reference' ? linking.skeletons.get(field.target ?? '') : undefined;
  return target === undefined ? undefined : fieldAt(rest, target, linking);
}

function checkUnit(declaration: FieldDeclaration, entity: Entity, place: Place, linking: Linking): void {
  const given: Readonly<Record<string, unknown>> = { ...declaration };
  for (const key of ['currency', 'unit', 'countedIn', 'per']) {
    const path = given[key];
    if (typeof path !== 'string' || declaration.type === 'reference') continue;
    if (fieldAt(path.split('.'), entity, linking) === undefined)
      linking.reporter.report('unit.unknown-path', below(place, key), {
        expected: 'a field of the record, or a path through its references',
        remedy: `Correct the path, for instance ${key}.`,
      });
  }
}

function checkFetch(field: Field, entity: Entity, place: Place, linking: Linking): void {
  if (field.fetch === null) return;
  const source = field.fetch.length > 1 ? fieldAt(field.fetch, entity, linking) : undefined;
  const at = below(place, 'fetch');
  if (source === undefined)
    linking.reporter.report('fetch.unknown-path', at, {
      expected: 'a reference of the record, a dot, and a field of it',
      remedy: 'Correct the path, for instance product.price.',
    });
  else if (!fits(source, field))
    linking.reporter.report('fetch.wrong-type', at, {
      found: `${source.name} of type ${source.type}`,
      expected: `a field of type ${field.type}${field.target === null ? '' : ` to ${field.target}`}`,
      remedy: 'Fetch another field, or change the type.',
    });
  else checkFetchAcross(field.fetch, entity, place, linking);
}

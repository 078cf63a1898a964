import type { ExpressionType } from '../expressions/types.js';
import type { CheckedExpression } from '../expressions/checked.js';
import { fieldType } from '../field-types/registry.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { QuerySource } from '../query-source.js';
import type { EntityDraft } from './entity-draft.js';
import { kindsOf } from './link-fields.js';
import { checked, dependenciesIn, recordTypeOf, type Linking } from './linking.js';

/** Where the rows of a query come from, its expressions checked over the entity that is read. */
export function linkQuery(draft: EntityDraft, skeleton: Entity, linking: Linking): QuerySource | null {
  const declared = draft.declaration.query;
  const place = below(draft.place, 'query');
  if (draft.balanceOf !== null) return null;
  if ((skeleton.kind === 'query') !== (declared !== undefined))
    linking.reporter.report('query.missing', below(draft.place, 'kind'), {
      expected: 'the kind "query" together with the key "query"',
      remedy: declared === undefined ? 'Add "query" with from and values.' : 'Let the kind be query, or delete the key.',
    });
  if (declared === undefined || skeleton.kind !== 'query') return null;
  const from = sourceOf(declared.from, draft, below(place, 'from'), linking);
  if (from === null) return null;
  checkFields(draft, skeleton, { ...declared.values, ...(declared.measures ?? {}) }, linking);
  const over = (text: string, kinds: readonly ExpressionType['kind'][], at: Place): CheckedExpression => overRecord(text, from, kinds, at, linking);
  const values = Object.entries(declared.values).flatMap(([name, text]) => {
    const field = fieldOf(skeleton, name, below(place, 'values', name), linking);
    return field === null ? [] : [[name, over(text, kindsOf(field), below(place, 'values', name))] as const];
  });
  const measures = Object.entries(declared.measures ?? {}).flatMap(([name, { of, value }]) => {
    const at = below(place, 'measures', name);
    const field = fieldOf(skeleton, name, at, linking);
    if (field === null) return [];
    if ((field.scale === null && of !== 'min' && of !== 'max') || (of === 'count') !== (value === undefined))
      wrong(at, linking, `a number field, and a value for all but count`);
    return [[name, { of, value: value === undefined ? null : over(value, kindsOf(field), below(at, 'value')) }] as const];
  });
  const where = declared.where === undefined ? null : over(declared.where, ['boolean'], below(place, 'where'));
  return { from: from.id, where, values: new Map(values), measures: new Map(measures) };
}

function sourceOf(id: string, draft: EntityDraft, place: Place, linking: Linking): Entity | null {
  const within = dependenciesIn(linking, draft.plugin);
  const known = [...linking.skeletons.values()].filter((one) => one.kind !== 'query' && within.includes(one.plugin));
  const found = known.find((one) => one.id === id);
  if (found === undefined)
    linking.reporter.unknownName(
      'query.unknown-entity',
      place,
      id,
      known.map((one) => one.id),
    );
  return found ?? null;
}

/** Lists have no place in a row. */
function overRecord(text: string, from: Entity, kinds: readonly ExpressionType['kind'][], place: Place, linking: Linking): CheckedExpression {
  const expression = checked(linking, text, { record: recordTypeOf(linking, from.id), variables: new Map() }, kinds, place);
  const list = expression.reads.find((path) => path.some((_, index) => isList(path.slice(0, index + 1), from, linking)));
  if (list !== undefined) wrong(place, linking, `single values; read the lines with "from" instead of ${list.join('.')}`);
  return expression;
}

function isList(path: readonly string[], from: Entity, { skeletons }: Linking): boolean {
  const last = path.reduce<{ readonly entity: Entity | undefined; readonly field: Field | undefined }>(
    ({ entity }, name) => ({ field: entity?.fields.get(name), entity: skeletons.get(entity?.fields.get(name)?.target ?? '') }),
    { entity: from, field: undefined },
  ).field;
  return last?.type === 'lines' || last?.type === 'many-to-many';
}

/** Nothing of a query is stored, so its fields say what they are called and of what type, and no more. */
function checkFields(draft: EntityDraft, entity: Entity, given: Readonly<Record<string, unknown>>, linking: Linking): void {
  for (const field of entity.fields.values()) {
    const place = draft.fields.get(field.name)?.place;
    if (place === undefined) continue;
    const kind = fieldType(field.type).storage(field).kind;
    if (!Object.hasOwn(given, field.name)) wrong(place, linking, 'a value in "query"');
    if (kind === 'none' || kind === 'json' || field.isComputed || field.search !== null || field.unique || field.fetch !== null)
      wrong(place, linking, 'a plain field, which neither computes nor is searched');
  }
}

function fieldOf(entity: Entity, name: string, place: Place, { reporter }: Linking): Field | null {
  const field = entity.fields.get(name);
  if (field !== undefined && !field.isSystem) return field;
  reporter.unknownName(
    'query.wrong-field',
    place,
    name,
    [...entity.fields.values()].filter((one) => !one.isSystem).map((one) => one.name),
  );
  return null;
}

function wrong(place: Place, { reporter }: Linking, expected: string): void {
  reporter.report('query.wrong-field', place, { expected, remedy: 'Correct the field or its value.' });
}

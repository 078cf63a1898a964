import type { ExpressionType } from '../expressions/types.js';
import type { CheckedExpression } from '../expressions/checked.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { QueryBranch } from '../query-source.js';
import { kindsOf } from './link-fields.js';
import { checked, dependenciesIn, noExpression, recordTypeOf, type Linking } from './linking.js';
import { givenField, wrongField } from './query-fields.js';

/** A branch as it is written, each value with its place. */
export interface WrittenBranch {
  readonly key: string;
  /** Whose branch it is; it reads what that plugin may use. */
  readonly plugin: string;
  readonly from: string;
  readonly where: string | null;
  readonly place: Place;
  readonly values: ReadonlyMap<string, WrittenValue>;
}

interface WrittenValue {
  readonly text: string;
  readonly place: Place;
}

/** A branch with what it reads, and how it is written. */
export interface LinkedBranch {
  readonly branch: QueryBranch;
  readonly from: Entity;
  readonly written: WrittenBranch;
}

interface Within {
  /** The query. */
  readonly skeleton: Entity;
  readonly linking: Linking;
}

/** One entity of those that a query reads; null where it is not there. */
export function linkQueryBranch(written: WrittenBranch, { skeleton, linking }: Within): LinkedBranch | null {
  const { key, where, place, values } = written;
  const from = sourceOf(written.from, written.plugin, below(place, 'from'), linking);
  if (from === null) return null;
  const linked = [...values].flatMap(([name, { text, place: at }]) => {
    const field = givenField(skeleton, name, at, linking);
    if (field === null) return [];
    const expression = overRecord(text, from, field.type === 'any-reference' ? ['record', 'text'] : kindsOf(field), at, linking);
    const column = columnFor(field, expression, { from, place: at, linking });
    return column === null ? [] : [[column, expression] as const];
  });
  const condition = where === null ? null : overRecord(where, from, ['boolean'], below(place, 'where'), linking);
  return { branch: { key, from: from.id, where: condition, values: new Map(linked) }, from, written };
}

function sourceOf(id: string, plugin: string, place: Place, linking: Linking): Entity | null {
  const within = dependenciesIn(linking, plugin);
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
  if (list !== undefined) wrongField(place, linking, `single values; read the lines with "from" instead of ${list.join('.')}`);
  return expression;
}

interface Value {
  readonly from: Entity;
  readonly place: Place;
  readonly linking: Linking;
}

/** Which field of the query keeps the value: of a reference to any of several entities the one for the entity that the value points to. Null where it points elsewhere. */
function columnFor(field: Field, expression: CheckedExpression, { from, place, linking }: Value): string | null {
  if ((field.type !== 'reference' && field.type !== 'any-reference') || expression === noExpression) return field.name;
  const valid = field.type === 'reference' ? [field.target ?? ''] : (field.members ?? []).map(({ entity }) => entity);
  const pointed = pointedAt(expression, from, linking);
  if (pointed === null || !valid.includes(pointed)) {
    linking.reporter.report('query.wrong-field', place, {
      found: pointed === null ? 'a value that is no record' : `a record of ${pointed}`,
      expected: `a record of ${valid.join(' or ')}`,
      remedy: 'Give a path through references to such a record, or id for the record itself, or correct the field.',
    });
    return null;
  }
  return field.type === 'reference' ? field.name : (field.members?.find(({ entity }) => entity === pointed)?.field ?? null);
}

/** The entity of the record that an expression gives; null where it gives none. */
function pointedAt({ type, root }: CheckedExpression, from: Entity, linking: Linking): string | null {
  if (type.kind === 'record') return type.record.name;
  if (root.op !== 'path' || root.from !== 'record') return null;
  const { owner, field } = endOf(root.path, from, linking);
  return field?.type === 'id' ? (owner?.id ?? null) : null;
}

function isList(path: readonly string[], from: Entity, linking: Linking): boolean {
  const { field } = endOf(path, from, linking);
  return field?.type === 'lines' || field?.type === 'many-to-many';
}

interface End {
  readonly owner: Entity | undefined;
  readonly field: Field | undefined;
}

/** The field at the end of a path, and the entity that it is of. */
function endOf(path: readonly string[], from: Entity, { skeletons }: Linking): End {
  return path.reduce<End & { readonly next: Entity | undefined }>(
    ({ next }, name) => {
      const field = next?.fields.get(name);
      return { owner: next, field, next: skeletons.get(field?.target ?? '') };
    },
    { owner: undefined, field: undefined, next: from },
  );
}

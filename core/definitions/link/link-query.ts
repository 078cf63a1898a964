import type { QueryBranchDeclaration, QueryDeclaration } from '../../../schemas/generated/types.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { QuerySource } from '../query-source.js';
import { checkQueryAmounts } from './check-query-amounts.js';
import type { EntityDraft, Part } from './entity-draft.js';
import { linkQueryBranch, type LinkedBranch, type WrittenBranch } from './link-query-branch.js';
import type { Linking } from './linking.js';
import { checkQueryFields, givenField, wrongField } from './query-fields.js';

/** Where the rows of a query come from, its expressions checked over the entities that are read. */
export function linkQuery(draft: EntityDraft, skeleton: Entity, linking: Linking): QuerySource | null {
  const declared = draft.declaration.query;
  const place = below(draft.place, 'query');
  if (draft.balanceOf !== null) return null;
  if ((skeleton.kind === 'query') !== (declared !== undefined))
    linking.reporter.report('query.missing', below(draft.place, 'kind'), {
      expected: 'the kind "query" together with the key "query"',
      remedy: declared === undefined ? 'Add "query" with from and values, or with union.' : 'Let the kind be query, or delete the key.',
    });
  if (declared === undefined || skeleton.kind !== 'query') return null;
  const written = branchesOf(declared, draft, place, linking);
  const names = new Set([...written.flatMap(({ values }) => [...values.keys()]), ...Object.keys(declared.measures ?? {})]);
  checkQueryFields(draft, skeleton, names, linking);
  const measures = measuresOf(declared, skeleton, place, linking);
  const branches = written.flatMap((one) => linkQueryBranch(one, { skeleton, linking }) ?? []);
  const record = declared.union === undefined || measures.size > 0 ? null : recordOf(branches, skeleton, below(place, 'union'), linking);
  checkQueryAmounts(draft, skeleton, { branches, measures }, linking);
  return { branches: branches.map(({ branch }) => branch), measures, record };
}

/** One branch of what is said at the top, or those of a union; values of measures are among theirs. */
function branchesOf(declared: QueryDeclaration, draft: EntityDraft, place: Place, linking: Linking): readonly WrittenBranch[] {
  const { from, where, values, union, measures = {} } = declared;
  if ((union === undefined) !== (from !== undefined && values !== undefined) || (union !== undefined && (from ?? where ?? values) !== undefined)) {
    linking.reporter.report('query.wrong-union', place, {
      expected: 'either from and values, or union alone',
      remedy: union === undefined ? 'Say from and values.' : 'Move from, where and values into a branch of the union.',
    });
    return [];
  }
  if (union !== undefined) return [...draft.branches].map(([key, one]) => branchOf(key, one));
  const declaration = { from: from ?? '', values: values ?? {}, ...(where === undefined ? {} : { where }) };
  const own = branchOf('', { declaration, place, plugin: draft.plugin });
  const ofMeasures = Object.entries(measures).flatMap(([name, { value }]) =>
    value === undefined ? [] : [[name, { text: value, place: below(place, 'measures', name, 'value') }] as const],
  );
  return [{ ...own, values: new Map([...own.values, ...ofMeasures]) }];
}

function branchOf(key: string, { declaration: { from, where, values }, place, plugin }: Part<QueryBranchDeclaration>): WrittenBranch {
  const written = Object.entries(values).map(([name, text]) => [name, { text, place: below(place, 'values', name) }] as const);
  return { key, plugin, from, where: where ?? null, place, values: new Map(written) };
}

function measuresOf({ measures = {}, union }: QueryDeclaration, entity: Entity, place: Place, linking: Linking): QuerySource['measures'] {
  const found = Object.entries(measures).flatMap(([name, { of, value }]) => {
    const at = below(place, 'measures', name);
    const field = givenField(entity, name, at, linking);
    if (field === null) return [];
    if (field.scale === null && of !== 'min' && of !== 'max') wrongField(at, linking, 'a number field');
    if (union !== undefined && value !== undefined) wrongField(below(at, 'value'), linking, `values of ${name} in the branches of the union`);
    if (union === undefined && (of === 'count') !== (value === undefined)) wrongField(at, linking, 'a value for all but count');
    return [[name, of] as const];
  });
  return new Map(found);
}

/** Each row of a union tells of which record it is, or to which it belongs, so that there is a way to it. Gives the field where it is always the record itself. */
function recordOf(branches: readonly LinkedBranch[], entity: Entity, place: Place, linking: Linking): string | null {
  const told = fieldToldBy(branches, entity);
  if (told === null) tellUntold(branches, entity, place, linking);
  return told !== null && branches.every((one) => pathOf(one, told) === 'id') ? told.name : null;
}

/** The reference that every branch gives as the record that a row is of. */
function fieldToldBy(branches: readonly LinkedBranch[], { fields }: Entity): Field | null {
  const references = [...fields.values()].filter(({ type }) => type === 'reference' || type === 'any-reference');
  return references.find((field) => branches.every((one) => tells(one, field))) ?? null;
}

function tells(one: LinkedBranch, field: Field): boolean {
  return ['id', 'parent'].includes(pathOf(one, field));
}

function pathOf({ written }: LinkedBranch, { name }: Field): string {
  return written.values.get(name)?.text.trim() ?? '';
}

/** Where the query's own branches do, it is told of those that others add. */
function tellUntold(branches: readonly LinkedBranch[], entity: Entity, place: Place, { reporter }: Linking): void {
  const own = branches.filter(({ written }) => written.plugin === entity.plugin);
  const wanted = own.length < branches.length ? fieldToldBy(own, entity) : null;
  if (wanted === null)
    reporter.report('query.wrong-union', place, {
      expected: 'a reference to the records that are read, which every branch gives as "id", or of lines as "parent"',
      remedy: 'Add a field of the type any-reference, for instance document, and "document": "id" to the values of each branch.',
    });
  else
    for (const { written } of branches.filter((one) => !tells(one, wanted)))
      reporter.report('query.wrong-union', below(written.place, 'values'), {
        expected: `"${wanted.name}", which tells of which record a row is`,
        remedy: `Add "${wanted.name}": "id" to the values, or of lines "parent".`,
      });
}

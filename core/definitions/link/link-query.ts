import type { QueryBranchDeclaration, QueryDeclaration } from '../../../schemas/generated/types.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { QuerySource } from '../query-source.js';
import { checkQueryAmounts } from './check-query-amounts.js';
import type { EntityDraft } from './entity-draft.js';
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
  const written = branchesOf(declared, place, linking);
  const names = new Set([...written.flatMap(({ values }) => [...values.keys()]), ...Object.keys(declared.measures ?? {})]);
  checkQueryFields(draft, skeleton, names, linking);
  const measures = measuresOf(declared, skeleton, place, linking);
  const branches = written.flatMap((one) => linkQueryBranch(one, { draft, skeleton, linking }) ?? []);
  const record = declared.union === undefined || measures.size > 0 ? null : recordOf(branches, skeleton, below(place, 'union'), linking);
  checkQueryAmounts(draft, skeleton, { branches, measures }, linking);
  return { branches: branches.map(({ branch }) => branch), measures, record };
}

/** One branch of what is said at the top, or those of a union; values of measures are among theirs. */
function branchesOf(declared: QueryDeclaration, place: Place, linking: Linking): readonly WrittenBranch[] {
  const { from, where, values, union, measures = {} } = declared;
  if ((union === undefined) !== (from !== undefined && values !== undefined) || (union !== undefined && (from ?? where ?? values) !== undefined)) {
    linking.reporter.report('query.wrong-union', place, {
      expected: 'either from and values, or union alone',
      remedy: union === undefined ? 'Say from and values.' : 'Move from, where and values into a branch of the union.',
    });
    return [];
  }
  if (union !== undefined) return Object.entries(union).map(([key, one]) => branchOf(key, one, below(place, 'union', key)));
  const own = branchOf('', { from: from ?? '', values: values ?? {}, ...(where === undefined ? {} : { where }) }, place);
  const ofMeasures = Object.entries(measures).flatMap(([name, { value }]) =>
    value === undefined ? [] : [[name, { text: value, place: below(place, 'measures', name, 'value') }] as const],
  );
  return [{ ...own, values: new Map([...own.values, ...ofMeasures]) }];
}

function branchOf(key: string, { from, where, values }: QueryBranchDeclaration, place: Place): WrittenBranch {
  const written = Object.entries(values).map(([name, text]) => [name, { text, place: below(place, 'values', name) }] as const);
  return { key, from, where: where ?? null, place, values: new Map(written) };
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
function recordOf(branches: readonly LinkedBranch[], entity: Entity, place: Place, { reporter }: Linking): string | null {
  const pathOf = ({ written }: LinkedBranch, { name }: Field): string => written.values.get(name)?.text.trim() ?? '';
  const found = [...entity.fields.values()].find(
    (field) => ['reference', 'any-reference'].includes(field.type) && branches.every((one) => ['id', 'parent'].includes(pathOf(one, field))),
  );
  if (found === undefined)
    reporter.report('query.wrong-union', place, {
      expected: 'a reference to the records that are read, which every branch gives as "id", or of lines as "parent"',
      remedy: 'Add a field of the type any-reference, for instance document, and "document": "id" to the values of each branch.',
    });
  return found !== undefined && branches.every((one) => pathOf(one, found) === 'id') ? found.name : null;
}

import { fieldType } from '../field-types/registry.js';
import type { Node } from '../expressions/checked.js';
import type { Entity, Field } from '../model.js';
import type { NoOverlap } from '../no-overlap.js';
import { below, type Place } from '../parse/reporter.js';
import type { NoOverlapDeclaration } from '../../../schemas/generated/types.js';
import { checkDatedCompany } from './check-dated-company.js';
import type { EntityDraft } from './entity-draft.js';
import { checked, recordTypeOf, type Linking } from './linking.js';

/** The periods that no two records share, their fields and conditions checked. */
export function linkNoOverlap(draft: EntityDraft, skeleton: Entity, linking: Linking): Entity['noOverlap'] {
  const declared = Object.entries(draft.declaration.noOverlap ?? {});
  if (draft.balanceOf !== null) return new Map();
  if (declared.length > 0 && (skeleton.kind === 'ledger' || skeleton.kind === 'settings'))
    linking.reporter.report('overlap.wrong-kind', below(draft.place, 'noOverlap'), {
      found: `"noOverlap" of a ${skeleton.kind}`,
      expected: 'a record, document or line',
      remedy: 'Delete the key.',
    });
  const rules = declared.map(([key, one]) => [key, linkOne(one, skeleton, below(draft.place, 'noOverlap', key), linking)] as const);
  return new Map([...rules, ...linkDated(skeleton, below(draft.place, 'dated'), linking)]);
}

/** What is valid from one day to another is never valid twice; an empty key is a key. */
function linkDated(entity: Entity, place: Place, linking: Linking): readonly (readonly [key: string, rule: NoOverlap])[] {
  if (entity.dated === null) return [];
  if (entity.kind !== 'record' && entity.kind !== 'document')
    linking.reporter.report('overlap.wrong-kind', place, { found: `"dated" of a ${entity.kind}`, expected: 'a record or document', remedy: 'Delete the key.' });
  const { by, from, to, message } = entity.dated;
  checkDatedCompany(entity, by, below(place, 'by'), linking);
  const rule = linkOne({ by: [...by, ...companyBeside(by, entity, linking)], from, to, ...(message === undefined ? {} : { message }) }, entity, place, linking);
  const days = [...entity.fields.values()].filter((field) => field.type === 'date').map((field) => field.name);
  if (!days.includes(from)) linking.reporter.unknownName('overlap.unknown-field', below(place, 'from'), from, days, 'Name a date field.');
  return [['dated', { ...rule, isEmptyEqual: true }]];
}

/** What belongs to a company rivals what belongs to the same one. */
function companyBeside(by: readonly string[], { id }: Entity, { companies }: Linking): readonly string[] {
  const [name, ...further] = companies.get(id) ?? [];
  return name === undefined || name === 'id' || further.length > 0 || by.includes(name) ? [] : [name];
}

function linkOne(declaration: NoOverlapDeclaration, entity: Entity, place: Place, linking: Linking): NoOverlap {
  const { by = [], from, to, bounds, where, message } = declaration;
  const start = demandPeriod(entity, { from, to }, place, linking);
  const keys = keyFields(entity).map((field) => field.name);
  by.forEach((name, index) => {
    if (!keys.includes(name)) linking.reporter.unknownName('overlap.unknown-field', below(place, 'by', index), name, keys);
  });
  return {
    by,
    from,
    to,
    isInclusive: bounds === undefined ? start?.type === 'date' : bounds === 'inclusive',
    isEmptyEqual: false,
    where: where === undefined ? null : linkWhere(where, entity, below(place, 'where'), linking),
    message: message ?? null,
  };
}

/** Two different fields, both of type date or both of type datetime; gives the first. */
export function demandPeriod(entity: Entity, { from, to }: { readonly from: string; readonly to: string }, place: Place, { reporter }: Linking): Field | null {
  const moments = [...entity.fields.values()].filter((field) => (field.type === 'date' || field.type === 'datetime') && !field.isSystem && !field.isComputed);
  const start = moments.find((field) => field.name === from);
  const names = (fields: readonly Field[]): readonly string[] => fields.map((field) => field.name);
  if (start === undefined) {
    reporter.unknownName('overlap.unknown-field', below(place, 'from'), from, names(moments), 'Name a date or datetime field.');
    return null;
  }
  const ends = names(moments.filter((field) => field.type === start.type && field !== start));
  if (!ends.includes(to)) reporter.unknownName('overlap.unknown-field', below(place, 'to'), to, ends, `Name another ${start.type} field.`);
  return start;
}

/** Fields by whose values records can be told apart in an index. */
export function keyFields(entity: Entity): readonly Field[] {
  return [...entity.fields.values()].filter(
    (field) =>
      field.name === 'parent' ||
      (!field.isSystem &&
        field.declaration?.type !== 'rollup' &&
        ['uuid', 'text', 'date', 'integer', 'boolean'].includes(fieldType(field.type).storage(field).kind)),
  );
}

/** The database holds it row by row, so it may read nothing but the row, and no clock. */
function linkWhere(text: string, entity: Entity, place: Place, linking: Linking): NoOverlap['where'] {
  const expression = checked(linking, text, { record: recordTypeOf(linking, entity.id), variables: new Map() }, ['boolean'], place);
  const beyond = expression.reads.find((path) => path.length > 1 || isList(entity.fields.get(path[0] ?? '')));
  const found = beyond === undefined ? clockIn(expression.root) : beyond.join('.');
  if (found !== null)
    linking.reporter.report('expression.beyond-record', place, {
      found,
      expected: 'plain fields of the record itself',
      remedy: 'Keep what matters in a field of the record, for instance its state.',
    });
  return expression;
}

function isList(field: Field | undefined): boolean {
  return field?.type === 'lines' || field?.type === 'many-to-many';
}

function clockIn(node: Node): string | null {
  if (node.op === 'macro') return clockIn(node.over) ?? clockIn(node.body);
  const inner = node.op === 'call' ? node.args : node.op === 'list' ? node.items : [];
  if (node.op === 'call' && (node.name === 'today' || node.name === 'now')) return `${node.name}()`;
  return inner.reduce<string | null>((found, one) => found ?? clockIn(one), null);
}

import type { RollupField } from '../../../schemas/generated/types.js';
import type { Entity, Field, FieldTypeName } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { checkAcrossCompanies } from './check-across-companies.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Rules of rollups, over the entries of a ledger or over records and lines that refer to the entity. */
export function checkRollups(draft: EntityDraft, entity: Entity, linking: Linking): void {
  for (const [name, { declaration, place, plugin }] of draft.fields) {
    if (declaration.type !== 'rollup') continue;
    const rollup: Declared = { name, declaration, place, entity, plugin };
    if (!hasOneForm(rollup, linking)) continue;
    if (declaration.entity === undefined) checkOverLedger(rollup, linking);
    else checkOverRecords(rollup, declaration.entity, linking);
    const summed = linking.skeletons.get(declaration.entity ?? declaration.ledger ?? '');
    if (summed !== undefined) checkAcrossCompanies(declaration, place, entity, summed, linking);
  }
}

interface Declared {
  readonly name: string;
  readonly declaration: RollupField;
  readonly place: Place;
  readonly entity: Entity;
  readonly plugin: string;
}

const ofLedger = ['ledger', 'measure', 'dimension'] as const;
const ofRecords = ['entity', 'reference', 'function', 'of', 'where', 'by', 'subtree'] as const;

/** Keys of both forms, or not all of one, are refused before anything else is said. */
function hasOneForm({ declaration, place, entity }: Declared, { reporter }: Linking): boolean {
  const isOverRecords = declaration.entity !== undefined;
  const [, ...strange] = [declaration.type, ...(isOverRecords ? ofLedger : ofRecords).filter((key) => declaration[key] !== undefined)];
  const needed = isOverRecords ? neededOf(declaration) : (['ledger', 'measure'] as const);
  const missing = needed.filter((key) => declaration[key] === undefined);
  const superfluous = [...strange, ...superfluousOf(declaration)];
  const isNobodys = entity.kind === 'ledger' || entity.kind === 'balance';
  if (superfluous.length === 0 && missing.length === 0 && !(isOverRecords && isNobodys)) return true;
  const [first] = superfluous;
  reporter.report('rollup.form', first === undefined ? place : below(place, first), {
    found: isNobodys ? `a rollup of a ${entity.kind}` : superfluous.length > 0 ? `the keys ${superfluous.join(', ')}` : `no ${missing.join(', no ')}`,
    expected: 'ledger and measure; or entity, reference and function, with "of" unless it counts, and "by" only for the latest',
    remedy: 'Keep the keys of one form, and give what it needs.',
  });
  return false;
}

function neededOf({ function: how }: RollupField): readonly (keyof RollupField)[] {
  return how === 'count' ? ['reference', 'function'] : ['reference', 'function', 'of'];
}

function superfluousOf({ function: how, of, by }: RollupField): readonly string[] {
  return [...(how === 'count' && of !== undefined ? ['of'] : []), ...(how !== undefined && how !== 'latest' && by !== undefined ? ['by'] : [])];
}

function checkOverLedger({ name, declaration, place, entity, plugin }: Declared, { reporter, skeletons, dependencies }: Linking): void {
  const { ledger: id = '', measure = '', dimension } = declaration;
  const known = dependencies.get(plugin) ?? [plugin];
  const ledgers = [...skeletons.values()].filter((one) => one.ledger !== null && known.includes(one.plugin));
  const ledger = ledgers.find((one) => one.id === id);
  if (ledger === undefined || ledger.ledger === null) {
    const all = ledgers.map((one) => one.id);
    return reporter.unknownName('rollup.unknown-ledger', below(place, 'ledger'), id, all, 'Name a ledger of this plugin or of one that it depends on.');
  }
  const { measures, dimensions } = ledger.ledger;
  const fitting = dimensions.filter((one) => ledger.fields.get(one)?.target === entity.id);
  if (!measures.includes(measure)) reporter.unknownName('rollup.unknown-measure', below(place, 'measure'), measure, measures);
  if (dimension !== undefined && !fitting.includes(dimension))
    reporter.unknownName(
      'rollup.unknown-dimension',
      below(place, 'dimension'),
      dimension,
      fitting,
      `Let a dimension of the ledger refer to ${entity.id}, for ${name}.`,
    );
}

function checkOverRecords({ declaration, place, entity, plugin }: Declared, id: string, { reporter, skeletons, dependencies }: Linking): void {
  const known = dependencies.get(plugin) ?? [plugin];
  const summable = [...skeletons.values()].filter((one) => ['record', 'document', 'line'].includes(one.kind) && known.includes(one.plugin));
  const summed = summable.find((one) => one.id === id);
  if (summed === undefined) {
    const all = summable.map((one) => one.id);
    return reporter.unknownName(
      'rollup.unknown-entity',
      below(place, 'entity'),
      id,
      all,
      'Name a record, document or line of this plugin or of one that it depends on.',
    );
  }
  const { reference = '', of, by, function: how = 'count', subtree = false } = declaration;
  const references = [...summed.fields.values()].filter((field) => field.type === 'reference' && field.target === entity.id && !isStamp(field));
  const fitting = references.filter(() => !subtree || summed.id === entity.id).map((field) => field.name);
  if (!fitting.includes(reference))
    reporter.unknownName('rollup.unknown-reference', below(place, 'reference'), reference, fitting, remedyOf(subtree, id, entity));
  const named = (taken: ReadonlySet<FieldTypeName>): readonly string[] =>
    [...summed.fields.values()].filter(({ type }) => taken.has(type)).map(({ name }) => name);
  if (of !== undefined && !named(takenBy[how]).includes(of)) reporter.unknownName('rollup.unknown-field', below(place, 'of'), of, named(takenBy[how]));
  if (by !== undefined && !named(ordered).includes(by)) reporter.unknownName('rollup.unknown-field', below(place, 'by'), by, named(ordered));
}

/** Who made and changed a record is no tie between records. */
function isStamp({ isSystem, name }: Field): boolean {
  return isSystem && name !== 'parent';
}

function remedyOf(isSubtree: boolean, id: string, entity: Entity): string {
  return isSubtree ? `A subtree needs a reference of ${entity.id} to itself, and "entity" to be ${entity.id}.` : `Let a field of ${id} refer to ${entity.id}.`;
}

const numbers: readonly FieldTypeName[] = ['integer', 'decimal', 'money', 'percent', 'quantity'];
const ordered: ReadonlySet<FieldTypeName> = new Set([...numbers, 'date', 'datetime']);
const takenBy: Readonly<Record<NonNullable<RollupField['function']>, ReadonlySet<FieldTypeName>>> = {
  sum: new Set(numbers),
  avg: new Set(numbers),
  count: new Set(),
  min: ordered,
  max: ordered,
  latest: new Set([...ordered, 'boolean', 'text', 'enum', 'state', 'sequence', 'email', 'phone', 'url']),
};

import type { FieldDeclaration, TransitionDeclaration } from '../../../schemas/generated/types.js';
import { asList } from '../former-names.js';
import type { Entity, Field, Lifecycle, Transition } from '../model.js';
import { below, Reporter } from '../parse/reporter.js';
import { askedFields } from './asked-fields.js';
import { buildField } from './build-field.js';
import { columnName } from './column-name.js';
import type { EntityDraft, Part } from './entity-draft.js';
import { noExpression } from './linking.js';
import { systemFields } from './system-fields.js';

/** Longest name of PostgreSQL in bytes; our names are ASCII. */
const longestName = 63;

/** The entity with its fields and their types; expressions, owner and view come when all entities are known. */
export function buildSkeleton(draft: EntityDraft, parent: Entity['parent'], drafts: ReadonlyMap<string, EntityDraft>, reporter: Reporter): Entity {
  const { declaration } = draft;
  const table = `${columnName(draft.plugin)}_${columnName(declaration.name)}`;
  const system = systemFields(draft, parent);
  const declared = [...draft.fields].map(([name, part]) => buildField(name, part, draft, drafts, reporter));
  const fields = new Map([...system.first, ...declared, ...system.last].map((field) => [field.name, field]));
  checkNames(draft, table, [...system.first, ...declared, ...system.last], reporter);
  return {
    id: draft.id,
    plugin: draft.plugin,
    name: declaration.name,
    kind: draft.balanceOf === null ? declaration.kind : 'balance',
    path: `${draft.plugin}/${declaration.plural}`,
    table,
    ...formerOf(draft),
    label: declaration.label,
    labelPlural: declaration.labelPlural,
    description: declaration.description ?? null,
    icon: declaration.icon ?? 'document',
    menu: (declaration.menu ?? true) && declaration.kind !== 'line',
    order: declaration.order ?? 500,
    title: noExpression,
    fields,
    formulas: [],
    defaults: [],
    lifecycle: lifecycleOf(draft, drafts, fields),
    ledger: ledgerOf(draft),
    agenda: null,
    balanceOf: draft.balanceOf,
    parent,
    scope: declaration.scope ?? null,
    company: null,
    companyRule: null,
    ...rulesOf(draft),
    unique: new Map(Object.entries(declaration.unique ?? {})),
    indexes: new Map(Object.entries(declaration.indexes ?? {})),
    view: { columns: [], filters: [], sort: ['id', 'DESC'], sections: [] },
  };
}

/** What holds across records; what needs expressions comes when those are checked. */
function rulesOf({ declaration, balanceOf }: EntityDraft): Pick<Entity, 'plays' | 'tree' | 'dated' | 'exchange' | 'checks' | 'noOverlap' | 'query'> {
  const { plays = null, tree, dated = null, exchange = null } = declaration;
  return {
    plays: balanceOf === null ? plays : null,
    tree: tree === undefined ? null : { parent: tree.parent, maxDepth: tree.maxDepth ?? 20 },
    dated,
    exchange: balanceOf === null ? exchange : null,
    checks: new Map(),
    noOverlap: new Map(),
    query: null,
  };
}

/** A balance is declared within its ledger, which alone can have been called otherwise. */
function formerOf({ plugin, declaration, balanceOf }: EntityDraft): Pick<Entity, 'formerIds' | 'formerPaths'> {
  if (balanceOf !== null) return { formerIds: [], formerPaths: [] };
  const { name, plural } = declaration.formerly ?? {};
  return { formerIds: asList(name).map((one) => `${plugin}.${one}`), formerPaths: asList(plural).map((one) => `${plugin}/${one}`) };
}

/** Constraints come when expressions are checked. */
function ledgerOf({ declaration, balanceOf, plugin }: EntityDraft): Entity['ledger'] {
  const { ledger } = declaration;
  if (declaration.kind !== 'ledger' || ledger === undefined || balanceOf !== null) return null;
  const { dimensions, measures, zeroSum = [], valuation } = ledger;
  return { dimensions, measures, balance: `${plugin}.${ledger.balance.name}`, constraints: new Map(), zeroSum, valuation: valuation ?? null };
}

/** What a transition asks, with types alone; what is wrong with it is told when it is linked. */
function inputSkeleton(
  { declaration, plugin, place }: Part<TransitionDeclaration>,
  draft: EntityDraft,
  drafts: ReadonlyMap<string, EntityDraft>,
): ReadonlyMap<string, Field> {
  const unheard = new Reporter();
  const made = (name: string, field: FieldDeclaration): Field =>
    buildField(name, { declaration: field, place: below(place, 'input', name), plugin }, draft, drafts, unheard);
  return new Map(Object.entries(declaration.input ?? {}).map(([name, field]) => [name, made(name, field)]));
}

function lifecycleOf(draft: EntityDraft, drafts: ReadonlyMap<string, EntityDraft>, fields: ReadonlyMap<string, Field>): Lifecycle | null {
  const declared = draft.declaration.lifecycle;
  if (declared === undefined) return null;
  const isFrozen = (name: string, frozen: boolean | undefined): boolean => frozen ?? (draft.declaration.kind === 'document' && name !== declared.initial);
  const states = new Map(Object.entries(declared.states).map(([name, state]) => [name, { name, declaration: state, isFrozen: isFrozen(name, state.frozen) }]));
  const transitionOf = (name: string, part: Part<TransitionDeclaration>): Transition => {
    const { declaration } = part;
    const asks = askedFields(declaration, states, fields);
    return { name, declaration, guards: [], set: new Map(), input: inputSkeleton(part, draft, drafts), asks, steps: [] };
  };
  return { initial: declared.initial, states, transitions: new Map([...draft.transitions].map(([name, part]) => [name, transitionOf(name, part)])) };
}

function checkNames(draft: EntityDraft, table: string, fields: readonly Field[], reporter: Reporter): void {
  // Constraint names take up to 24 bytes more than the table.
  if (table.length > longestName - 24)
    reporter.report('entity.name-too-long', below(draft.place, 'name'), {
      found: `the table ${table}`,
      expected: `at most ${longestName - 24} characters for plugin and entity together`,
      remedy: 'Choose a shorter name.',
    });
  const columns = new Map<string, string>();
  for (const field of fields.filter((one) => one.column !== '')) {
    const place = draft.fields.get(field.name)?.place ?? draft.place;
    const other = columns.get(field.column);
    if (other !== undefined && other !== field.name)
      reporter.report('field.duplicate-column', place, {
        found: `the column ${field.column}, which ${other} has too`,
        expected: 'columns that differ',
        remedy: 'Rename one of the fields.',
      });
    if (field.column.length > longestName)
      reporter.report('entity.name-too-long', place, { found: field.column, expected: `at most ${longestName} characters`, remedy: 'Choose a shorter name.' });
    columns.set(field.column, field.name);
  }
}

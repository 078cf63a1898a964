import type { FieldDeclaration, RollupField } from '../../../schemas/generated/types.js';
import { unconditional } from '../field-conditions.js';
import { fieldType } from '../field-types/registry.js';
import type { Field } from '../model.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import { anyMembers } from './any-reference-members.js';
import { columnName } from './column-name.js';
import type { EntityDraft, Part } from './entity-draft.js';
import { checkDataClass, type Contradict } from './check-data-class.js';
import { demandConstants } from './demand-constants.js';
import { shapeOf } from './shape-of.js';
import { reservedNames } from './system-fields.js';

/** A declared field without its expressions, which need all entities first. */
export function buildField(
  name: string,
  part: Part<FieldDeclaration>,
  draft: EntityDraft,
  drafts: ReadonlyMap<string, EntityDraft>,
  reporter: Reporter,
): Field {
  const { declaration, place } = part;
  if (reservedNames.has(name))
    reporter.report('field.reserved-name', place, {
      found: `"${name}"`,
      expected: 'another name',
      remedy: `Rename it, for instance ${draft.declaration.name.replaceAll('-', '')}${name.charAt(0).toUpperCase()}${name.slice(1)}.`,
    });
  const field: Field = {
    ...plainKeys(declaration),
    name,
    column: columnOf(name, declaration, draft),
    ...shapeOf(declaration, drafts),
    plugin: part.plugin,
    declaration,
    ...(declaration.type === 'any-reference' ? { members: anyMembers(name, declaration, drafts) } : {}),
    ...(part.partOf === undefined ? {} : { partOf: part.partOf }),
  };
  checkKeys(field, declaration, part, draft, reporter);
  return declaration.type === 'rollup' ? { ...field, ...nothingOf(field, declaration) } : withConstantDefault(field, declaration, part, reporter);
}

/** What a field takes from its declaration as it stands. */
function plainKeys(declaration: FieldDeclaration): Omit<Field, 'name' | 'column' | 'type' | 'plugin' | 'declaration' | 'scale' | 'options'> {
  return {
    label: declaration.label,
    help: declaration.help ?? null,
    // What may be out of sight may be empty.
    required: declaration.required === true && typeof declaration.visible !== 'object',
    conditions: unconditional,
    isHidden: declaration.visible === false,
    isSystem: false,
    isComputed: isComputed(declaration),
    readOnly: declaration.readOnly === true,
    setOnce: declaration.setOnce ?? false,
    unique: declaration.unique !== undefined && declaration.unique !== false,
    uniqueWith: typeof declaration.unique === 'object' ? declaration.unique.with : [],
    placeholder: declaration.placeholder ?? null,
    dataClass: declaration.dataClass ?? null,
    isCopied: isCopied(declaration),
    search: declaration.search ?? null,
    target: targetOf(declaration),
    formula: null,
    rollup: null,
    isDerived: false,
    defaultExpression: null,
    ...fetchOf(declaration),
    converts: convertsOf(declaration),
    convertsQuantity: convertsQuantity(declaration),
  };
}

function isComputed(declaration: FieldDeclaration): boolean {
  const { type } = declaration;
  return type === 'formula' || type === 'sequence' || type === 'rollup' || convertsOf(declaration) !== null || convertsQuantity(declaration) !== null;
}

function convertsQuantity(declaration: FieldDeclaration): Field['convertsQuantity'] {
  return declaration.type === 'quantity' ? (declaration.converts ?? null) : null;
}

function convertsOf(declaration: FieldDeclaration): Field['converts'] {
  if (declaration.type !== 'money' || declaration.converts === undefined) return null;
  return { source: declaration.converts, addsUpTo: declaration.addsUpTo ?? null };
}

function fetchOf({ fetch }: FieldDeclaration): Pick<Field, 'fetch' | 'fetchDated'> {
  const path = typeof fetch === 'object' ? fetch.otherwise : fetch;
  return { fetch: path?.split('.') ?? null, fetchDated: typeof fetch === 'object' ? fetch : null };
}

/** A rollup names what it sums up, and points to nothing. */
function targetOf(declaration: FieldDeclaration): string | null {
  return 'entity' in declaration && declaration.type !== 'rollup' ? declaration.entity : null;
}

/** Files belong to the record that took them. */
function ownsFiles({ type }: FieldDeclaration): boolean {
  return type === 'image' || type === 'file' || type === 'files' || type === 'signature';
}

function isCopied(declaration: FieldDeclaration): boolean {
  const isWritten = !isComputed(declaration) && declaration.readOnly !== true;
  // What is had once within a record may be had once within its copy.
  const isOnce = declaration.unique === true || (typeof declaration.unique === 'object' && !declaration.unique.with.includes('parent'));
  const isOwn = ownsFiles(declaration) || declaration.dataClass === 'secret' || isOnce;
  return isWritten && (declaration.duplicate ?? !isOwn);
}

/** Nothing adds up to zero; of nothing there is no least, greatest or latest. */
function nothingOf({ type, scale }: Field, declaration: RollupField): Pick<Field, 'defaultValue'> {
  if (declaration.function !== undefined && declaration.function !== 'sum' && declaration.function !== 'count') return {};
  if (type === 'integer') return { defaultValue: 0 };
  return { defaultValue: `0${scale === 0 ? '' : `.${'0'.repeat(scale ?? 2)}`}` };
}

function columnOf(name: string, declaration: FieldDeclaration, draft: EntityDraft): string {
  if (declaration.type === 'lines' || declaration.type === 'any-reference') return '';
  if (declaration.type === 'many-to-many') return `${columnName(draft.plugin)}_${columnName(draft.declaration.name)}__${columnName(name)}`;
  // Old and new values stand beside each other while processes of both releases run.
  return declaration.convertFrom === undefined ? columnName(name) : `${columnName(name)}__${columnName(declaration.type)}`;
}

/** Keys that contradict each other or the type. */
function checkKeys(field: Field, declaration: FieldDeclaration, part: Part<FieldDeclaration>, draft: EntityDraft, reporter: Reporter): void {
  const { place } = part;
  const contradict = (key: string, remedy: string): void =>
    reporter.report('field.contradiction', below(place, key), { found: `"${key}" of a ${declaration.type} field`, expected: 'keys that go together', remedy });
  checkLimits(declaration, contradict);
  if (ownsFiles(declaration) && declaration.duplicate === true)
    contradict('duplicate', 'Delete it: a file belongs to one record; attach it to the copy again.');
  checkOfType(field, place, reporter);
  checkComputed(field, declaration, contradict);
  checkDataClass(declaration, draft.declaration.kind, contradict);
  if (draft.declaration.kind === 'ledger') demandConstants(declaration, part.place, reporter);
  if (declaration.visible === false && declaration.required !== undefined && declaration.required !== false)
    contradict('required', 'Let it be seen, or delete "required": nobody fills in what no form shows.');
  if (declaration.placeholder !== undefined && !isTypedInto(declaration)) contradict('placeholder', 'Say it in "help": nothing is typed into this field.');
  checkReadOnly(declaration, place, reporter);
  checkIndexing(field, declaration, place, reporter);
}

/** What only the type itself can tell. */
function checkOfType(field: Field, place: Place, reporter: Reporter): void {
  const wrong = fieldType(field.type).checkDeclaration?.(field) ?? null;
  if (wrong === null) return;
  const remedy = 'Correct it; references must stay within it, and unknown keywords are not allowed.';
  reporter.report('field.wrong-schema', below(place, wrong.key), { found: wrong.found, expected: 'a JSON Schema (2020-12) that can be compiled', remedy });
}

const chosen: ReadonlySet<FieldDeclaration['type']> = new Set([
  'boolean',
  'enum',
  'date',
  'datetime',
  'image',
  'any-reference',
  'file',
  'files',
  'signature',
  'lines',
  'address',
  'formula',
  'rollup',
  'sequence',
]);

function isTypedInto({ type }: FieldDeclaration): boolean {
  return !chosen.has(type);
}

function checkLimits(declaration: FieldDeclaration, contradict: Contradict): void {
  if ('min' in declaration && declaration.min !== undefined && declaration.max !== undefined && declaration.min > declaration.max)
    contradict('min', 'Let min be at most max.');
  if (declaration.type === 'lines' && (declaration.minLines ?? 0) > (declaration.maxLines ?? 1000)) contradict('minLines', 'Let minLines be at most maxLines.');
}

function checkComputed(field: Field, declaration: FieldDeclaration, contradict: Contradict): void {
  if (!field.isComputed) return;
  const given = [
    declaration.required !== undefined && declaration.required !== false ? 'required' : null,
    typeof declaration.readOnly === 'object' ? 'readOnly' : null,
    declaration.default === undefined ? null : 'default',
    declaration.fetch === undefined ? null : 'fetch',
  ];
  if (field.type === 'enum' && field.options.size === 0 && declaration.type === 'formula')
    contradict('result', 'Add "options", of which the expression gives keys.');
  if (declaration.type === 'formula' && declaration.result !== 'enum' && declaration.options !== undefined)
    contradict('options', 'Delete them, or let the result be enum.');
  const [first] = given.filter((key) => key !== null);
  if (first !== undefined) contradict(first, 'Delete it: the value is computed.');
}

function checkReadOnly(declaration: FieldDeclaration, place: Place, reporter: Reporter): void {
  const isFilled = declaration.default !== undefined || declaration.fetch !== undefined;
  if (declaration.readOnly !== true || declaration.required !== true || isFilled) return;
  reporter.report('field.required-default', place, {
    found: 'a required read-only field without default',
    expected: 'a default or fetch',
    remedy: 'Add a default, or let it be written.',
  });
}

function checkIndexing(field: Field, declaration: FieldDeclaration, place: Place, reporter: Reporter): void {
  const type = fieldType(field.type);
  if (field.search !== null && !type.isSearchable)
    reporter.report('field.not-searchable', below(place, 'search'), {
      found: `search on a ${declaration.type} field`,
      expected: 'a text field',
      remedy: 'Delete "search".',
    });
  const storage = type.storage(field).kind;
  if ((!field.unique && declaration.index !== true) || (storage !== 'none' && storage !== 'json')) return;
  reporter.report('field.not-unique', below(place, field.unique ? 'unique' : 'index'), {
    found: `a ${declaration.type} field`,
    expected: 'a field with one plain value',
    remedy: 'Delete the key.',
  });
}

/** A constant default is held against the type and kept in canonical form. */
function withConstantDefault(field: Field, declaration: FieldDeclaration, { place }: Part<FieldDeclaration>, reporter: Reporter): Field {
  const given = declaration.default;
  if (field.isComputed || given === undefined || given === null || typeof given === 'object')
    return field.type === 'boolean' && given === undefined && !field.isComputed ? { ...field, defaultValue: false } : field;
  const taken = fieldType(field.type).accept(given, field);
  if (taken.kind === 'value' && (taken.value === null || typeof taken.value !== 'object')) return { ...field, defaultValue: taken.value };
  reporter.report('default.wrong-value', below(place, 'default'), {
    expected: `a value of type ${field.type}${field.options.size > 0 ? `: ${[...field.options.keys()].join(', ')}` : ''}`,
    remedy: 'Correct the default, or write {"expression": …}.',
  });
  return field;
}

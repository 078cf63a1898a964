import type { FieldDeclaration, MetaDatedFetch, MetaField, MetaRollup, RollupField } from '../../../schemas/generated/types.js';
import type { EntityPolicy } from '../../access/policy.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Field } from '../../definitions/model.js';
import { textIn, type Locale } from '../../kernel/locale.js';

/** One field as the screens need it. */
export function metaField(field: Field, policy: EntityPolicy, locale: Locale): MetaField {
  const isOpen = !field.isSystem && !field.isComputed && !field.readOnly;
  return {
    ...plainField(field, locale),
    writable: isOpen && policy.writableRows(field.name, 'create').kind !== 'none',
    changeable: isOpen && !field.setOnce && policy.writableRows(field.name, 'update').kind !== 'none',
  };
}

/** What a transition asks: a field that whoever may run it may fill in. */
export function inputField(field: Field, locale: Locale): MetaField {
  return { ...plainField(field, locale), writable: true, changeable: true };
}

function plainField(field: Field, locale: Locale): Omit<MetaField, 'writable' | 'changeable'> {
  const type = fieldType(field.type);
  return {
    name: field.name,
    type: wireType(field),
    label: textIn(field.label, locale),
    help: field.help === null ? null : textIn(field.help, locale),
    required: field.required,
    ...conditionsOf(field),
    ...(field.dataClass === null ? {} : { dataClass: field.dataClass }),
    ...(field.uniqueWith.length === 1 && field.uniqueWith[0] === 'parent' ? { distinct: true } : {}),
    ...(field.placeholder === null ? {} : { placeholder: textIn(field.placeholder, locale) }),
    computed: field.isComputed,
    sortable: type.isSortable,
    filterable: type.operators.length > 0,
    ...optionsOf(field, locale),
    ...(field.target === null ? {} : { target: field.target }),
    ...severalOf(field),
    ...(field.scale === null ? {} : { scale: field.scale }),
    ...(field.defaultValue === undefined ? {} : { default: field.defaultValue }),
    ...(field.defaultExpression === null ? {} : { defaultExpression: field.defaultExpression.text }),
    ...originOf(field),
    ...(field.declaration === null ? {} : limitsOf(field.declaration)),
  };
}

/** Where the value comes from, as far as the screens can follow it. */
function originOf({ fetch, fetchDated, formula, isDerived, converts }: Field): Pick<MetaField, 'fetch' | 'fetchDated' | 'formula' | 'converts'> {
  return {
    ...(fetch === null || fetchDated !== null ? {} : { fetch: fetch.join('.') }),
    ...(fetchDated === null ? {} : { fetchDated: datedOf(fetchDated) }),
    ...(formula === null || isDerived ? {} : { formula: formula.text }),
    ...(converts === null ? {} : { converts: converts.source }),
  };
}

function datedOf({ dated, field, by, general = [], on, otherwise }: NonNullable<Field['fetchDated']>): MetaDatedFetch {
  return { entity: dated, field, by, general, ...(on === undefined ? {} : { on }), ...(otherwise === undefined ? {} : { otherwise }) };
}

/** Of a reference to any of several entities, and of what it consists of. */
function severalOf({ members, partOf }: Field): Pick<MetaField, 'targets' | 'partOf'> {
  return { ...(members === undefined ? {} : { targets: members.map(({ entity }) => entity) }), ...(partOf === undefined ? {} : { partOf }) };
}

function conditionsOf({ conditions: { required, readOnly, visible } }: Field): Partial<MetaField> {
  return {
    ...(required === null ? {} : { requiredWhen: required.text }),
    ...(readOnly === null ? {} : { readOnlyWhen: readOnly.text }),
    ...(visible === null ? {} : { visibleWhen: visible.text }),
  };
}

function wireType(field: Field): MetaField['type'] {
  if (field.type === 'id') return 'text';
  return field.type === 'state' ? 'enum' : field.type;
}

function optionsOf(field: Field, locale: Locale): Pick<MetaField, 'options'> {
  if (field.options.size === 0) return {};
  const options = [...field.options].map(([value, option]) => ({
    value,
    label: textIn(option.label, locale),
    color: option.color ?? 'grey',
  }));
  return { options };
}

/** What the declaration limits, under the names of the metadata. */
function limitsOf(declaration: FieldDeclaration): Partial<MetaField> {
  const given: Readonly<Record<string, unknown>> = { ...declaration };
  return {
    ...numbers(given, ['min', 'max', 'maxLength', 'minLines', 'maxLines', 'maxItems', 'maxBytes']),
    ...(declaration.type === 'rating' ? { max: declaration.max ?? 5 } : {}),
    ...(declaration.type === 'barcode' ? { format: declaration.format ?? 'gtin' } : {}),
    ...(declaration.type === 'text' && declaration.pattern !== undefined ? { pattern: declaration.pattern } : {}),
    ...(declaration.type === 'reference' && declaration.where !== undefined ? { choices: declaration.where } : {}),
    ...(declaration.type === 'reference' && declaration.defaultToOnly === true ? { onlyChoice: true } : {}),
    ...unitsOf(given),
    ...kindsOf(declaration),
    ...addressOf(declaration),
    ...(declaration.type === 'rollup' ? { rollup: rollupOf(declaration) } : {}),
  };
}

/** What stands beside a number, and what a price is for one of. */
function unitsOf(given: Readonly<Record<string, unknown>>): Pick<MetaField, 'unit' | 'per'> {
  const unit = given['currency'] ?? given['unit'];
  return { ...(typeof unit === 'string' ? { unit } : {}), ...(typeof given['per'] === 'string' ? { per: given['per'] } : {}) };
}

function rollupOf({ ledger, measure, dimension, entity, reference, of }: RollupField): MetaRollup {
  const summed = ledger === undefined ? of : measure;
  return { entity: ledger ?? entity ?? '', by: reference ?? dimension ?? 'countsFor', ...(summed === undefined ? {} : { of: summed }) };
}

function numbers(given: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.flatMap((name) => (typeof given[name] === 'number' ? [[name, given[name]]] : [])));
}

/** Which files are taken. */
function kindsOf(declaration: FieldDeclaration): Pick<MetaField, 'mediaTypes'> {
  return 'mediaTypes' in declaration && declaration.mediaTypes !== undefined ? { mediaTypes: declaration.mediaTypes } : {};
}

/** How an address is asked for. */
function addressOf(declaration: FieldDeclaration): Pick<MetaField, 'address'> {
  if (declaration.type !== 'address') return {};
  const { country = null, complete = false, regions = null } = declaration;
  return { address: { country, complete, regions } };
}

import { linesOf } from '../../definitions/lines-of.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { columnsOf } from '../columns.js';
import { conversionStatements } from '../exchange/conversion-statements.js';
import { allLedgers } from '../ledgers/ledger-tables.js';
import { rollupsOf, rollupSum } from '../ledgers/rollups-of.js';
import { quoted } from '../quoted.js';
import { derivedValue } from './derived-value.js';
import { frozenRows } from './frozen-rows.js';

/** Which records, and whether what frozen ones hold stays. */
export interface Which {
  /** SQL of an array of ids. */
  readonly ids: string;
  /** Frozen records get what they lack and keep what they have. */
  readonly keepsFrozen: boolean;
}

/** Statements that compute in records and their lines what a save does from these alone, each after what it reads: formulas, what is converted of them, and the formulas that read this. What only a process computes is left as it is, and so is what may read it. */
export function ownValueStatements(model: Model, record: Entity, which: Which): readonly string[] {
  const all = formulasOf(model, record);
  const unsaid = reaching(model, all, (one) => isUnsaid(model, one));
  const said = all.filter(({ field }) => !unsaid.has(field));
  const after = reaching(model, said, ({ field }) => field.converts !== null);
  const formulas = (some: readonly OwnField[]): readonly string[] => some.flatMap((one) => formulaStatement(model, one, which));
  const first = formulas(said.filter(({ field }) => !after.has(field)));
  if (hasServerFormulas(model, record)) return first;
  const conversions = conversionStatements(model, record, `o.id = ANY(${which.ids})`, (entity, field) => unkept(model, { entity, field }, which));
  return [...first, ...conversions, ...formulas(said.filter(({ field }) => after.has(field)))];
}

/** Whether SQL has no words for one of the formulas, such as working days. */
export function hasServerFormulas(model: Model, record: Entity): boolean {
  return formulasOf(model, record).some((formula) => isUnsaid(model, formula));
}

/** Statements that sum up ledgers in records and their lines; a frozen record follows its entries like any other. */
export function ledgerRollupStatements(model: Model, record: Entity, { ids }: Pick<Which, 'ids'>): readonly string[] {
  const entities = [record, ...linesOf(model, record)];
  const rollups = allLedgers(model).flatMap((tables) => rollupsOf(model, tables).flatMap(([, found]) => found.map((rollup) => ({ tables, rollup }))));
  return rollups
    .filter(({ rollup }) => entities.includes(rollup.entity))
    .map(({ tables, rollup }) => updateText(rollup.entity, rollup.field, rollupSum(tables, rollup), `t.${keyOf(rollup.entity)} = ANY(${ids})`));
}

interface OwnField {
  readonly entity: Entity;
  readonly field: Field;
}

/** Each after those it reads: what a line reads of its owner is derived, so only the record reads its lines. */
function formulasOf(model: Model, record: Entity): readonly OwnField[] {
  return [...linesOf(model, record), record].flatMap((entity) => entity.formulas.map((field) => ({ entity, field })));
}

/** The formulas that are such, or read such a field, also through other formulas. */
function reaching(model: Model, formulas: readonly OwnField[], isSuch: (one: OwnField) => boolean): ReadonlySet<Field> {
  const found = new Set<Field>();
  for (const one of formulas) if (isSuch(one) || readBy(model, one).some((read) => found.has(read.field) || isSuch(read))) found.add(one.field);
  return found;
}

function readBy(model: Model, { entity, field }: OwnField): readonly OwnField[] {
  return (field.formula?.reads ?? []).flatMap(([name = '', member = '']) => {
    const own = entity.fields.get(name);
    const line = own?.type === 'lines' ? model.entities.get(own.target ?? '') : undefined;
    const read = line === undefined ? own : line.fields.get(member);
    return read === undefined ? [] : [{ entity: line ?? entity, field: read }];
  });
}

function isUnsaid(model: Model, { entity, field }: OwnField): boolean {
  return entity.formulas.includes(field) && sqlOf(model, entity, field) === null;
}

function formulaStatement(model: Model, one: OwnField, which: Which): readonly string[] {
  const { entity, field } = one;
  const value = sqlOf(model, entity, field);
  if (value === null) return [];
  const only = unkept(model, one, which);
  return [updateText(entity, field, value, `t.${keyOf(entity)} = ANY(${which.ids})${only === null ? '' : ` AND ${only}`}`)];
}

/** Of which rows `t` the field is written: a frozen one keeps what it has. Null for all. */
function unkept(model: Model, { entity, field }: OwnField, { keepsFrozen }: Which): string | null {
  const frozen = keepsFrozen ? frozenRows(model, entity) : null;
  return frozen === null ? null : `(${isUnset(entity, field)} OR NOT ${frozen})`;
}

function updateText(entity: Entity, field: Field, value: string, where: string): string {
  const [table, column] = [quoted(entity.table), quoted(field.column)];
  return `WITH d AS MATERIALIZED (SELECT t.id, ${value} AS v FROM ${table} t WHERE ${where})
    UPDATE ${table} t SET ${column} = d.v FROM d WHERE t.id = d.id AND t.${column} IS DISTINCT FROM d.v`;
}

/** As the column is in rows that were there before it. */
function isUnset(entity: Entity, field: Field): string {
  const column = `t.${quoted(field.column)}`;
  const standard = columnsOf(entity).find(({ name }) => name === field.column)?.default ?? null;
  return standard === null ? `${column} IS NULL` : `${column} = ${standard}`;
}

function keyOf(entity: Entity): string {
  return entity.parent === null ? 'id' : 'parent_id';
}

function sqlOf(model: Model, entity: Entity, field: Field): string | null {
  try {
    return derivedValue(model, entity, field);
  } catch {
    return null;
  }
}

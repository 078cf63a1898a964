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
  const said = formulasOf(model, record).filter((formula) => !reads(model, formula, (one) => isUnsaid(model, one)));
  const after = said.filter((formula) => reads(model, formula, ({ field }) => field.converts !== null));
  const formulas = (some: readonly OwnField[]): readonly string[] => some.flatMap((one) => formulaStatement(model, one, which));
  const first = formulas(said.filter((one) => !after.includes(one)));
  if (hasServerFormulas(model, record)) return first;
  const conversions = conversionStatements(model, record, `o.id = ANY(${which.ids})${which.keepsFrozen ? unlessKept(model, record) : ''}`);
  return [...first, ...conversions, ...formulas(after)];
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

/** What a line reads of its owner is derived, so only the record reads its lines. */
function formulasOf(model: Model, record: Entity): readonly OwnField[] {
  return [...linesOf(model, record), record].flatMap((entity) => entity.formulas.map((field) => ({ entity, field })));
}

/** Whether it is such a field, or reads one through other formulas. */
function reads(model: Model, { entity, field }: OwnField, isSuch: (one: OwnField) => boolean): boolean {
  if (isSuch({ entity, field })) return true;
  return (field.formula?.reads ?? []).some(([name = '', member = '']) => {
    const own = entity.fields.get(name);
    const line = own?.type === 'lines' ? model.entities.get(own.target ?? '') : undefined;
    const read = line === undefined ? own : line.fields.get(member);
    return read !== undefined && reads(model, { entity: line ?? entity, field: read }, isSuch);
  });
}

function isUnsaid(model: Model, { entity, field }: OwnField): boolean {
  return entity.formulas.includes(field) && sqlOf(model, entity, field) === null;
}

function formulaStatement(model: Model, { entity, field }: OwnField, { ids, keepsFrozen }: Which): readonly string[] {
  const value = sqlOf(model, entity, field);
  if (value === null) return [];
  const frozen = keepsFrozen ? frozenRows(model, entity) : null;
  const kept = frozen === null ? '' : ` AND (${isUnset(entity, field)} OR NOT ${frozen})`;
  return [updateText(entity, field, value, `t.${keyOf(entity)} = ANY(${ids})${kept}`)];
}

function updateText(entity: Entity, field: Field, value: string, where: string): string {
  const [table, column] = [quoted(entity.table), quoted(field.column)];
  return `WITH d AS MATERIALIZED (SELECT t.id, ${value} AS v FROM ${table} t WHERE ${where})
    UPDATE ${table} t SET ${column} = d.v FROM d WHERE t.id = d.id AND t.${column} IS DISTINCT FROM d.v`;
}

/** As the column is in rows that were there before it. */
function isUnset(entity: Entity, field: Field, alias = 't'): string {
  const column = `${alias}.${quoted(field.column)}`;
  const standard = columnsOf(entity).find(({ name }) => name === field.column)?.default ?? null;
  return standard === null ? `${column} IS NULL` : `${column} = ${standard}`;
}

/** Of frozen records only those that lack something converted. */
function unlessKept(model: Model, record: Entity): string {
  const frozen = frozenRows(model, record, 'o');
  if (frozen === null) return '';
  const converted = ({ fields }: Entity): readonly Field[] => [...fields.values()].filter(({ converts }) => converts !== null);
  const own = converted(record).map((field) => isUnset(record, field, 'o'));
  const ofLines = linesOf(model, record).flatMap((line) =>
    converted(line).map((field) => `EXISTS (SELECT FROM ${quoted(line.table)} l WHERE l.parent_id = o.id AND ${isUnset(line, field, 'l')})`),
  );
  return ` AND (${[`NOT ${frozen}`, ...own, ...ofLines].join(' OR ')})`;
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

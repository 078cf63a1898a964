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

/** Statements that compute in records and their lines what a save does from these alone, each after what it reads: formulas, what is converted of them, and the formulas that read this. What only the server computes is left as it is. */
export function ownValueStatements(model: Model, record: Entity, which: Which): readonly string[] {
  const formulas = formulasOf(model, record);
  const after = formulas.filter(({ entity, field }) => readsConverted(model, entity, field));
  const conversions = conversionStatements(model, record, `o.id = ANY(${which.ids})${which.keepsFrozen ? unlessKept(model, record) : ''}`);
  return [
    ...formulas.filter((one) => !after.includes(one)).flatMap((one) => formulaStatement(model, one, which)),
    ...conversions,
    ...after.flatMap((one) => formulaStatement(model, one, which)),
  ];
}

/** Formulas that SQL has no words for, such as working days. */
export function serverFormulas(model: Model, record: Entity): readonly Field[] {
  return formulasOf(model, record).flatMap(({ entity, field }) => (sqlOf(model, entity, field) === null ? [field] : []));
}

/** Statements that sum up ledgers in records and their lines; a frozen record follows its entries like any other. */
export function ledgerRollupStatements(model: Model, record: Entity, { ids }: Pick<Which, 'ids'>): readonly string[] {
  const entities = [record, ...linesOf(model, record)];
  const rollups = allLedgers(model).flatMap((tables) => rollupsOf(model, tables).flatMap(([, found]) => found.map((rollup) => ({ tables, rollup }))));
  return rollups
    .filter(({ rollup }) => entities.includes(rollup.entity))
    .map(({ tables, rollup }) => updateText(rollup.entity, rollup.field, rollupSum(tables, rollup), `t.${keyOf(rollup.entity)} = ANY(${ids})`));
}

interface Formula {
  readonly entity: Entity;
  readonly field: Field;
}

/** What a line reads of its owner is derived, so only the record reads its lines. */
function formulasOf(model: Model, record: Entity): readonly Formula[] {
  return [...linesOf(model, record), record].flatMap((entity) => entity.formulas.map((field) => ({ entity, field })));
}

function readsConverted(model: Model, entity: Entity, { formula }: Field): boolean {
  return (formula?.reads ?? []).some(([name = '', member = '']) => {
    const field = entity.fields.get(name);
    const line = field?.type === 'lines' ? model.entities.get(field.target ?? '') : undefined;
    const read = line === undefined ? field : line.fields.get(member);
    return read !== undefined && (read.converts !== null || (read.formula !== null && readsConverted(model, line ?? entity, read)));
  });
}

function formulaStatement(model: Model, { entity, field }: Formula, { ids, keepsFrozen }: Which): readonly string[] {
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

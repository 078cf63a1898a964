import { membersOf } from '../definitions/field-types/any-reference.js';
import { holdsFiles } from '../definitions/field-types/holds-files.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import { columnName } from '../definitions/link/column-name.js';
import { columnsOf } from './columns.js';
import { balanceChecks, ledgerTables } from './ledgers/ledger-tables.js';
import { overlapConstraints } from './overlap-keys.js';
import { quoted, quotedText } from './quoted.js';
import { shortHash, sqlName } from './sql-name.js';
import type { Constraint } from './table.js';
import { uniqueKeysOf } from './unique-keys.js';

/** Primary key, foreign keys, options of enums and, of lines, unique keys, periods that do not overlap. */
export function constraintsOf(entity: Entity, model: Model): readonly Constraint[] {
  const primary: Constraint = { name: sqlName('pk', entity.table), kind: 'primary', columns: ['id'], sql: `PRIMARY KEY (${quoted('id')})`, target: null };
  const foreign = [...entity.fields.values()].flatMap((field) => foreignKeyOf(entity, field, model));
  const checks = columnsOf(entity).flatMap((column) => (column.options === null ? [] : [optionsCheck(entity.table, column.name, column.options)]));
  return [primary, ...foreign, ...checks, ...oneOfSeveral(entity), ...lineKeys(entity), ...ledgerChecks(entity, model), ...overlapConstraints(entity, model)];
}

/** The values that an enum or state may have; another list of options is another name. */
export function optionsCheck(table: string, column: string, options: readonly string[]): Constraint {
  const sql = `CHECK (${quoted(column)} IN (${options.map(quotedText).join(', ')}))`;
  return { name: sqlName('ck', table, '', column, shortHash([...options].sort().join(' '))), kind: 'check', columns: [column], sql, target: null };
}

/** `NO ACTION` rather than `RESTRICT`, because it looks when the statement is done: what goes together may go. Both refuse alike (23503). */
export function foreignKey(table: string, column: string, target: string, onDelete: 'CASCADE' | 'SET NULL' | 'NO ACTION', isDeferred = false): Constraint {
  const sql = `FOREIGN KEY (${quoted(column)}) REFERENCES ${quoted(target)} (${quoted('id')}) ON DELETE ${onDelete}${isDeferred ? ' DEFERRABLE INITIALLY DEFERRED' : ''}`;
  return { name: sqlName('fk', table, '', column, shortHash(sql)), kind: 'foreign', columns: [column], sql, target };
}

/** Who made or changed a record is history and stands when the user is gone: no key. */
function foreignKeyOf(entity: Entity, field: Field, model: Model): readonly Constraint[] {
  if (holdsFiles(field) && field.type !== 'files') return [foreignKey(entity.table, field.column, 'trellis_file', 'SET NULL')];
  const target = field.type !== 'reference' || field.target === null ? undefined : model.entities.get(field.target);
  if (target === undefined || (field.isSystem && field.name !== 'parent')) return [];
  if (field.isSystem) return [foreignKey(entity.table, field.column, target.table, 'CASCADE')];
  const clears = field.declaration?.type === 'reference' && field.declaration.onDelete === 'clear';
  // A record may point to a line of its own, which is saved after it.
  return [foreignKey(entity.table, field.column, target.table, clears ? 'SET NULL' : 'NO ACTION', target.kind === 'line')];
}

/** A reference to any of several entities points to one record. */
function oneOfSeveral(entity: Entity): readonly Constraint[] {
  return [...entity.fields.values()].flatMap((field): readonly Constraint[] => {
    const columns = membersOf(field).flatMap((member) => entity.fields.get(member.field)?.column ?? []);
    if (columns.length === 0) return [];
    const sql = `CHECK (num_nonnulls(${columns.map(quoted).join(', ')}) <= 1)`;
    return [{ name: sqlName('ck', entity.table, '', columnName(field.name), shortHash(sql)), kind: 'check', columns, sql, target: null }];
  });
}

/** What must hold for each balance of a ledger. */
function ledgerChecks(entity: Entity, model: Model): readonly Constraint[] {
  if (entity.balanceOf === null) return [];
  return balanceChecks(model, ledgerTables(model, entity.balanceOf)).map(({ name, sql }) => ({ name, kind: 'check', columns: [], sql, target: null }));
}

/** Deferred, so that lines may exchange their values within one save. */
function lineKeys(entity: Entity): readonly Constraint[] {
  if (entity.kind !== 'line') return [];
  return uniqueKeysOf(entity).map(({ name, fields }) => {
    const columns = fields.map((field) => field.column);
    return { name, kind: 'unique', columns, sql: `UNIQUE (${columns.map(quoted).join(', ')}) DEFERRABLE INITIALLY DEFERRED`, target: null };
  });
}

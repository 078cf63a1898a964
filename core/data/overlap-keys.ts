import type { Entity, Field, Model } from '../definitions/model.js';
import type { NoOverlap } from '../definitions/no-overlap.js';
import { fieldType } from '../definitions/field-types/registry.js';
import { rowSql } from './ledgers/ledger-tables.js';
import { quoted, quotedText } from './quoted.js';
import { routineOf, type Routine } from './routine.js';
import { shortHash, snakeCase, sqlName } from './sql-name.js';
import type { Constraint } from './table.js';

/** Periods that no two rows share, and how the constraint is called that PostgreSQL names when they would. */
export interface OverlapKey {
  readonly name: string;
  readonly rule: NoOverlap;
  /** In order: those of `by`, then start and end. */
  readonly columns: readonly string[];
  readonly constraint: Constraint;
}

/** Every rule against overlaps of an entity. */
export function overlapKeysOf(entity: Entity, model: Model): readonly OverlapKey[] {
  return [...entity.noOverlap].map(([key, rule]) => {
    const columns = [...rule.by, rule.from, rule.to].map((name) => fieldOf(entity, name).column);
    const sql = exclusionSql(entity, rule, model);
    const name = sqlName('ex', entity.table, '', snakeCase(key), shortHash(sql));
    return { name, rule, columns, constraint: { name, kind: 'exclude', columns, sql, target: null, standsAgainst: rivalsSql(entity, rule, model) } };
  });
}

export function overlapConstraints(entity: Entity, model: Model): readonly Constraint[] {
  return overlapKeysOf(entity, model).map(({ constraint }) => constraint);
}

/**
 * Rivals write one after the other, so that they neither deadlock nor wait for each other's end in the index, and the one that comes too late is told who has the place.
 * What the constraint holds it holds without this trigger too.
 */
export function overlapRoutines(model: Model): readonly Routine[] {
  return [...model.entities.values()].flatMap((entity) => overlapKeysOf(entity, model).map((key) => lockRoutine(entity, key, model)));
}

/** Of a lock for each rival key; few enough that one transaction can hold them all. */
const lockSlots = 1024;

function lockRoutine(entity: Entity, { name, rule, columns }: OverlapKey, model: Model): Routine {
  const table = quoted(entity.table);
  const mine = elements(entity, rule, 'NEW');
  const same = elements(entity, rule, 't').map((element, index) => `${element} && ${mine[index] ?? ''}`);
  const body = `DECLARE other uuid;
BEGIN
  IF ${holdsSql(entity, rule, 'NEW', model)} THEN
    PERFORM pg_advisory_xact_lock(hashtext(${quotedText(name)}), hashtext(${keyText(entity, rule, 'NEW')}) & ${lockSlots - 1});
    SELECT t.id INTO other FROM ${table} t WHERE t.id <> NEW.id AND ${holdsSql(entity, rule, 't', model)} AND ${same.join(' AND ')} LIMIT 1;
    IF other IS NOT NULL THEN
      RAISE EXCEPTION 'two periods overlap' USING ERRCODE = 'exclusion_violation', CONSTRAINT = ${quotedText(name)}, DETAIL = other::text;
    END IF;
  END IF;
  RETURN NEW;
END`;
  return routineOf({
    table: entity.table,
    plugin: entity.plugin,
    why: `periods of ${columns.join(', ')} do not overlap`,
    timing: `BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW`,
    run: { body },
  });
}

function exclusionSql(entity: Entity, rule: NoOverlap, model: Model): string {
  return `EXCLUDE USING gist (${elements(entity, rule, null)
    .map((element) => `${element} WITH &&`)
    .join(', ')}) WHERE (${holdsSql(entity, rule, null, model)})`;
}

/** What is indexed: a hash that lays equal keys beside each other, each key itself, and the period. A key is the range of one value, for which GiST needs no extension. */
function elements(entity: Entity, rule: NoOverlap, alias: string | null): readonly string[] {
  const keys = rule.by.map((name) => keyPart(entity, rule, name, alias));
  const hash = `hashtextextended(${keyText(entity, rule, alias)}, 0)`;
  const own = rule.by.length === 0 ? [] : [`int8range(${hash}, ${hash}, '[]')`];
  return [...own, ...keys.map((key) => `trellis_key(${key}, ${key}, '[]')`), periodSql(entity, rule, alias)];
}

/** Values of all keys as one text; of no keys a constant. */
function keyText(entity: Entity, rule: NoOverlap, alias: string | null): string {
  const keys = rule.by.map((name) => keyPart(entity, rule, name, alias));
  return keys.length === 0 ? `''` : `(${keys.join(` || ' ' || `)})`;
}

/** Days are written as numbers, because how PostgreSQL spells a day depends on the session. */
function keyPart(entity: Entity, { isEmptyEqual }: NoOverlap, name: string, alias: string | null): string {
  const field = fieldOf(entity, name);
  const column = columnOf(field, alias);
  const text = fieldType(field.type).storage(field).kind === 'date' ? `(${column} - DATE '2000-01-01')::text` : `${column}::text`;
  return isEmptyEqual ? `coalesce(${text}, '')` : `(${text})`;
}

function periodSql(entity: Entity, { from, to, isInclusive }: NoOverlap, alias: string | null): string {
  const start = fieldOf(entity, from);
  const range = start.type === 'date' ? 'daterange' : 'tstzrange';
  return `${range}(${columnOf(start, alias)}, ${columnOf(fieldOf(entity, to), alias)}, '${isInclusive ? '[]' : '[)'}')`;
}

/** Whether a row holds its place at all. */
function holdsSql(entity: Entity, rule: NoOverlap, alias: string | null, model: Model): string {
  const needed = [...(rule.isEmptyEqual ? [] : rule.by), rule.from].map((name) => `${columnOf(fieldOf(entity, name), alias)} IS NOT NULL`);
  const where = rule.where === null ? [] : [`(${rowSql(rule.where, entity, alias ?? quoted(entity.table), model)})`];
  return [...needed, ...where].join(' AND ');
}

/** Condition for rows of the table that end before they begin or have a rival; compared without ranges, which cannot be made of the first. */
function rivalsSql(entity: Entity, rule: NoOverlap, model: Model): string {
  const own = quoted(entity.table);
  const at = (alias: string, name: string): string => columnOf(fieldOf(entity, name), alias);
  const isReversed = (alias: string): string => `coalesce(${at(alias, rule.to)} < ${at(alias, rule.from)}, false)`;
  const same = rule.by.map((name) => `${keyPart(entity, rule, name, 'rival')} = ${keyPart(entity, rule, name, own)}`);
  const before = (one: string, other: string): string => `${at(one, rule.from)} ${rule.isInclusive ? '<=' : '<'} coalesce(${at(other, rule.to)}, 'infinity')`;
  const meets = [`rival.id <> ${own}.id`, ...same, before('rival', own), before(own, 'rival'), holdsSql(entity, rule, 'rival', model)].join(' AND ');
  return `(${isReversed(own)} OR (${holdsSql(entity, rule, own, model)} AND EXISTS (SELECT FROM ${own} rival WHERE ${meets})))`;
}

function columnOf(field: Field, alias: string | null): string {
  return alias === null ? quoted(field.column) : `${alias}.${quoted(field.column)}`;
}

function fieldOf(entity: Entity, name: string): Field {
  const field = entity.fields.get(name);
  if (field === undefined) throw new Error(`${entity.id} has no field ${name}`);
  return field;
}

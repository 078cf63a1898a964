import { formerNames, formerOptions } from '../../definitions/former-names.js';
import { columnName } from '../../definitions/link/column-name.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Column } from '../column.js';
import { rowSql } from '../ledgers/ledger-tables.js';
import { quoted, quotedText } from '../quoted.js';
import type { Table } from '../table.js';
import type { Catalog, CatalogTable } from './catalog.js';
import { compareTypes, doesNotFit } from './compare-types.js';
import { becomesHtml } from './becomes-html.js';
import { conversionSql } from './conversion-sql.js';
import { escapedHtml } from './escaped-html.js';
import { fillId } from './fill.js';
import { expansionKey, renamedOption, rowAlias, type Expansion, type MovedColumn } from './expansion.js';

/** What the columns of a model ask for that must stand beside the old for a while; tables under a new name are in `before` and `actual` as if they had it already. */
export interface ExpansionQuestion {
  readonly model: Model;
  readonly desired: readonly Table[];
  readonly before: ReadonlyMap<string, Table>;
  readonly actual: Catalog;
  readonly known: readonly Expansion[];
  /** Fills of which rows are left. */
  readonly unfinished: ReadonlySet<string>;
}

/** Expansions that begin with this plan, and those that were begun otherwise than is declared today. */
export function dueExpansions(question: ExpansionQuestion): readonly Expansion[] {
  return [...question.model.entities.values()].flatMap((entity) => {
    const table = question.desired.find(({ name }) => name === entity.table);
    const [before, actual] = [question.before.get(entity.table), question.actual.get(entity.table)];
    // Entries of ledgers are never changed, so their columns are renamed at once.
    if (table === undefined || before === undefined || actual === undefined || isLedger(entity)) return [];
    const place: Place = { question, entity, table, before, actual };
    return [...entity.fields.values()].flatMap((field) => ofField(field, place));
  });
}

/** Whether the columns of its table are renamed at once, because no row of it may be changed. */
export function isLedger(entity: Entity): boolean {
  return entity.ledger !== null || entity.balanceOf !== null;
}

interface Place {
  readonly question: ExpansionQuestion;
  readonly entity: Entity;
  readonly table: Table;
  readonly before: Table;
  readonly actual: CatalogTable;
}

function ofField(field: Field, place: Place): readonly Expansion[] {
  const column = place.table.columns.find((one) => one.field === field.name && one.name === field.column);
  if (column === undefined) return [];
  const options = optionsOf(field, column, place);
  const moved = movedFrom(field, column, place);
  if (moved !== null) return [...moved, ...options];
  return [...backfillOf(field, column, place), ...options];
}

/** Null when the column does not come from another. */
function movedFrom(field: Field, column: Column, place: Place): readonly MovedColumn[] | null {
  const { question, table, actual } = place;
  const known = question.known.find((one): one is MovedColumn => one.kind === 'move' && one.table === table.name && one.to === column.name);
  const source =
    known === undefined ? sourceOf(field, column, place) : place.before.columns.find(({ name }) => name === known.from && actual.columns.has(name));
  if (source === undefined) return known === undefined ? null : [];
  const made = moveOf(field, column, source, place);
  if (made === null) return null;
  if (known === undefined) return [made];
  return question.unfinished.has(fillId(known)) && known.forward !== made.forward ? [made] : [];
}

/** The column that had the field's values when the database was last changed. */
function sourceOf(field: Field, column: Column, { question, table, before, actual }: Place): Column | undefined {
  if (actual.columns.has(column.name)) return undefined;
  const left = new Set(question.known.flatMap((one) => (one.kind === 'move' && one.table === table.name ? [one.from] : [])));
  const wanted = new Set(table.columns.flatMap((one) => (left.has(one.name) ? [] : [one.name])));
  const names = [field.name, ...formerNames(field)];
  return names
    .flatMap((name) => before.columns.filter((one) => one.field === name))
    .find((one) => one.generated === null && !left.has(one.name) && !wanted.has(one.name) && actual.columns.has(one.name));
}

function moveOf(field: Field, column: Column, source: Column, { entity, actual, table }: Place): MovedColumn | null {
  const { name: from, field: called } = source;
  const type = actual.columns.get(from)?.sqlType ?? '';
  const old = `${rowAlias}.${quoted(from)}`;
  const change = compareTypes(type, column.sqlType);
  const conversion = conversionOf(field, from, type);
  if ((change === 'differs' || becomesHtml(source, column)) && conversion === null) return null;
  const converted = conversion === null ? old : inForm(column, conversionSql(conversion, old));
  const value = renamedOption(converted, Object.fromEntries(formerOptions(entity, field)), quotedText);
  return {
    kind: 'move',
    table: table.name,
    plugin: column.plugin,
    from,
    to: column.name,
    forward: change === 'same' && conversion === null && column.options === null ? value : fitting(value, column),
    backward: backwardOf(`${rowAlias}.${quoted(column.name)}`, column.sqlType, type),
    counter:
      field.type === 'sequence' && called !== null && called !== field.name ? { from: `${entity.id}.${called}`, to: `${entity.id}.${field.name}` } : null,
    isRetyped: change !== 'same' || conversion !== null,
  };
}

/** What was converted before is not converted again when the field is renamed. */
function conversionOf({ conversion, type }: Field, from: string, sqlType: string): NonNullable<Field['conversion']> | null {
  if (conversion === undefined || from.endsWith(`__${columnName(type)}`)) return null;
  return (storedAs[conversion.from] ?? /^(?:text|character varying)/u).test(sqlType) ? conversion : null;
}

const [whole, decimal] = [/^(?:integer|bigint)$/u, /^numeric/u];
/** Types in SQL of those that are no text. */
const storedAs: Partial<Record<Field['type'], RegExp>> = {
  ...{ integer: whole, decimal, money: decimal, percent: decimal, quantity: decimal },
  ...{ boolean: /^boolean$/u, date: /^date$/u, datetime: /^timestamp/u },
};

/** NULL for what the new type does not hold. */
function fitting(value: string, column: Column): string {
  const unfit = [
    ...(column.options === null ? [] : [`moved.v NOT IN (${column.options.map(quotedText).join(', ')})`]),
    ...(/^(?:integer|bigint|numeric|character)/u.test(column.sqlType) ? [doesNotFit('moved.v', column.sqlType)] : []),
  ];
  const kept = unfit.length === 0 ? 'moved.v' : `CASE WHEN ${unfit.join(' OR ')} THEN NULL ELSE moved.v END`;
  return `(SELECT (${kept})::${column.sqlType} FROM (SELECT (${value}) AS v) moved)`;
}

function backwardOf(value: string, from: string, to: string): string {
  if (compareTypes(from, to) === 'same') return value;
  const text = from.startsWith('numeric') ? `trim_scale(${value})::text` : `${value}::text`;
  return `(${text})::${to}`;
}

/** Expressions give text, of which nothing is markup. */
function inForm(column: Column, text: string): string {
  return column.isHtml === true ? escapedHtml(text) : text;
}

function backfillOf(field: Field, column: Column, { question, entity, table, actual }: Place): readonly Expansion[] {
  if (field.backfill === undefined) return [];
  const there = actual.columns.get(column.name);
  const { backfill } = field;
  const value = typeof backfill === 'object' ? inForm(column, rowSql(backfill, entity, rowAlias, question.model)) : quotedText(String(backfill));
  const made: Expansion = {
    kind: 'backfill',
    table: table.name,
    plugin: column.plugin,
    to: column.name,
    forward: `(${value})::${column.sqlType}`,
    isKept: !column.nullable,
  };
  const known = question.known.find((one) => expansionKey(one) === expansionKey(made));
  if (known !== undefined) return question.unfinished.has(fillId(made)) && JSON.stringify(known) !== JSON.stringify(made) ? [made] : [];
  return there === undefined || (there.nullable && !column.nullable) ? [made] : [];
}

/** Keys that were options when the database was last changed and are other options today. */
function optionsOf(field: Field, column: Column, { entity, table, before }: Place): readonly Expansion[] {
  const options = new Set(before.columns.find((one) => one.name === column.name || one.field === field.name)?.options);
  const keys = [...formerOptions(entity, field)].filter(([from]) => options.has(from));
  return keys.length === 0 ? [] : [{ kind: 'options', table: table.name, plugin: column.plugin, to: column.name, keys: Object.fromEntries(keys) }];
}

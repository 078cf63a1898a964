import { ruleSql } from '../../access/rule-sql.js';
import { identifier, join, sql, value, type Sql } from '../../data/sql.js';
import { membersOf, pointedAt } from '../../definitions/field-types/any-reference.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { fold } from '../../kernel/fold.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Platform } from '../../records/platform.js';

/** The value that a cell stands for, in the form of the API, or what is wrong with it. */
export type CellValue = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'wrong'; readonly violation: Violation };

/** Understands cells; remembers which records names stand for. */
export class CellReader {
  private readonly found = new Map<string, readonly string[]>();

  constructor(
    private readonly platform: Platform,
    private readonly caller: Caller,
  ) {}

  async read(field: Field, text: string): Promise<CellValue> {
    switch (field.type) {
      case 'integer':
        return given(/^-?\d{1,15}$/u.test(text.trim()) ? Number(text) : text);
      case 'boolean':
        return given(yesNo.get(fold(text.trim())) ?? text);
      case 'date':
        return given(isoDate(text.trim()));
      case 'enum':
        return given(optionOf(field, text.trim()));
      case 'reference':
        return this.reference(field, text.trim());
      case 'any-reference':
        return this.anyReference(field, text.trim());
      case 'many-to-many':
        return this.many(field, text);
      default:
        return given(fieldType(field.type).fromCell?.(text, field) ?? text);
    }
  }

  private async many(field: Field, text: string): Promise<CellValue> {
    const ids: unknown[] = [];
    for (const name of text.split(';').map((one) => one.trim())) {
      if (name === '') continue;
      const one = await this.reference(field, name);
      if (one.kind === 'wrong') return one;
      ids.push(one.value);
    }
    return given(ids);
  }

  /** `Lead: Mai` or `crm.lead: Mai`, or how one record alone among all kinds is called. */
  private async anyReference(field: Field, text: string): Promise<CellValue> {
    if (text === '' || pointedAt(field, text) !== null) return given(text);
    const cut = text.indexOf(': ');
    const named = cut < 0 ? [] : membersOf(field).filter(({ entity }) => this.isCalled(entity, text.slice(0, cut)));
    const [kinds, name] = named.length > 0 ? [named, text.slice(cut + 2).trim()] : [membersOf(field), text];
    const found: string[] = [];
    for (const { entity } of kinds) {
      const target = this.platform.model.entities.get(entity);
      if (target !== undefined) found.push(...(await this.known(target, name)).map((id) => `${entity}/${id}`));
    }
    const [only] = found;
    if (found.length === 1) return given(only);
    const labels = kinds.map(({ entity }) => textIn(this.platform.model.entities.get(entity)?.label ?? entity, this.caller.locale).toLowerCase());
    return notOne(field, found.length, { field: textIn(field.label, this.caller.locale), entity: labels.join(' / '), found: name.slice(0, 80) });
  }

  private isCalled(id: string, text: string): boolean {
    const label = this.platform.model.entities.get(id)?.label ?? id;
    return [id, textIn(label, 'en'), textIn(label, 'vi')].some((one) => fold(one) === fold(text.trim()));
  }

  private async known(target: Entity, text: string): Promise<readonly string[]> {
    const id = recordId(text);
    if (id !== null) return [id];
    const key = `${target.id} ${text}`;
    const ids = this.found.get(key) ?? (await this.idsOf(target, text));
    // What is not there yet may be made by a later row.
    if (ids.length > 0) this.found.set(key, ids);
    return ids;
  }

  /** A record by its id, by a field that is unique, or by how it is called. */
  private async reference(field: Field, text: string): Promise<CellValue> {
    const target = this.platform.model.entities.get(field.target ?? '');
    const id = recordId(text);
    if (id !== null || target === undefined) return given(id);
    const ids = await this.known(target, text);
    const [only] = ids;
    if (ids.length === 1) return given(only);
    const params = { field: textIn(field.label, this.caller.locale), entity: textIn(target.label, this.caller.locale).toLowerCase(), found: text.slice(0, 80) };
    return notOne(field, ids.length, params);
  }

  private async idsOf(target: Entity, text: string): Promise<readonly string[]> {
    const rights = this.platform.policyOf(this.caller).entity(target.id);
    const keys = [...target.fields.values()].filter((field) => isKey(target, field) && rights.isAlwaysSeen(field.name));
    if (keys.length === 0) return [];
    const same = keys.map((field): Sql => sql`t.${identifier(field.column)} = ${value(text, 'text')}`);
    const seen = ruleSql(rights.rows('read'), target, 't', this.caller, this.platform.model);
    const rows = await this.platform.database.rows(
      sql`SELECT t.id::text AS id FROM ${identifier(target.table)} t WHERE (${join(same, ' OR ')}) AND (${seen}) LIMIT 2`,
    );
    return rows.map((row) => String(row['id']));
  }
}

function notOne({ name }: Field, count: number, params: NonNullable<Violation['params']>): CellValue {
  return { kind: 'wrong', violation: { pointer: `/${name}`, code: count === 0 ? 'transfer.no-such-record' : 'transfer.several-records', params } };
}

const texts: readonly Field['type'][] = ['text', 'email', 'phone', 'sequence', 'barcode'];

/** Unique texts, and the field that records are called by. */
function isKey(target: Entity, field: Field): boolean {
  if (!texts.includes(field.type)) return false;
  return field.unique || field.type === 'sequence' || target.title.reads.some((path) => path.length === 1 && path[0] === field.name);
}

function given(content: unknown): CellValue {
  return { kind: 'value', value: content };
}

const yesNo = new Map<string, boolean>([
  ...['true', 'yes', 'y', '1', 'x', 'co'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'khong'].map((word) => [word, false] as const),
]);

/** Days are also written 31/12/2026. */
function isoDate(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/u.exec(text) ?? [];
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** An option by its key or its label. */
function optionOf(field: Field, text: string): string {
  if (field.options.has(text)) return text;
  const found = [...field.options].find(([, { label }]) => [textIn(label, 'en'), textIn(label, 'vi')].some((one) => fold(one) === fold(text)));
  return found?.[0] ?? text;
}

import { callName } from '../../definitions/expressions/call-name.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Order } from '../../data/query/order-sql.js';
import type { Locale } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';

interface Last {
  readonly id: string;
  readonly value: FieldValue;
}

/** The place behind a row, opaque to the caller. */
export function writeCursor(entity: Entity, order: Order, row: Readonly<Record<string, unknown>>, locale: Locale): string {
  return Buffer.from(JSON.stringify([entity.id, order.path[0], order.direction, row['id'], sorted(row[order.path[0] ?? ''], locale)])).toString('base64url');
}

/** People are sorted as they are called. */
function sorted(content: unknown, locale: Locale): unknown {
  if (typeof content !== 'object' || content === null) return content ?? null;
  const parts = new Map<string, unknown>(Object.entries(content));
  return callName((name) => parts.get(name), locale);
}

/** The place a cursor of this very list means, or 400. */
export function readCursor(text: string, entity: Entity, order: Order): Last {
  const [entityId, name, direction, id, value] = parts(text);
  const row = recordId(id);
  const field = entity.fields.get(order.path[0] ?? '');
  if (entityId !== entity.id || name !== order.path[0] || direction !== order.direction || row === null || field === undefined)
    throw new UserError(400, 'query.cursor');
  if (value === null || field.name === 'id') return { id: row, value: null };
  const taken = numbers.has(fieldType(field.type).storage(field).kind)
    ? number(value)
    : isPlainText(field)
      ? plainText(value)
      : fieldType(field.type).accept(value, field);
  if (taken.kind === 'refused') throw new UserError(400, 'query.cursor');
  return { id: row, value: taken.value };
}

type Taken = { readonly kind: 'value'; readonly value: FieldValue } | { readonly kind: 'refused' };

const numbers: ReadonlySet<string> = new Set(['integer', 'decimal']);

/** Values that came out of the database fit its type, whatever limits the field has now. */
function isPlainText(field: Field): boolean {
  return field.type === 'person-name' || fieldType(field.type).storage(field).kind === 'text';
}

function plainText(value: unknown): Taken {
  return typeof value === 'string' && !/[\0\p{Cs}]/u.test(value) ? { kind: 'value', value } : { kind: 'refused' };
}

function number(value: unknown): Taken {
  const shown = String(value);
  return /^-?\d{1,40}(\.\d{1,20})?$/u.test(shown) ? { kind: 'value', value: shown } : { kind: 'refused' };
}

function parts(text: string): readonly unknown[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(json) ? json : [];
  } catch {
    return [];
  }
}

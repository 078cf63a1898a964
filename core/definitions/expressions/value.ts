import { Decimal } from 'decimal.js';
import { DateValue } from './date-value.js';
import { Exact, plainNumber, readNumber } from './exact.js';
import { InstantValue } from './instant-value.js';
import { RecordValue } from './record-value.js';
import type { ExpressionType, RecordType } from './types.js';

/** What an expression works on. A record on its own stands for its id. */
export type Value = null | string | boolean | Decimal | DateValue | InstantValue | readonly Value[] | RecordValue;

/**
 * The value of wire JSON read as the type says. What is absent or not of the type is null, so that a half-filled form can be evaluated;
 * a reference that was expanded (`_owner` beside `owner`) can be followed.
 */
export function valueFromWire(type: ExpressionType, json: unknown): Value {
  if (json === null || json === undefined) return null;
  switch (type.kind) {
    case 'text':
      return typeof json === 'string' ? json : null;
    case 'boolean':
      return typeof json === 'boolean' ? json : null;
    case 'number':
      return numberFromWire(json);
    case 'date':
      return typeof json === 'string' ? DateValue.parse(json) : null;
    case 'instant':
      return typeof json === 'string' ? InstantValue.parse(json) : null;
    case 'list':
      return Array.isArray(json) ? json.map((item: unknown) => valueFromWire(type.of, item)) : null;
    case 'record':
      return recordFromWire(type.record, json);
    case 'any':
      return anyFromWire(json);
    case 'null':
      return null;
  }
}

/** Plain JSON: numbers as decimal text without trailing zeros, a record as its id. */
export function valueToWire(value: Value): WireValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof DateValue || value instanceof InstantValue) return value.text;
  if (value instanceof RecordValue) return value.id;
  if (Decimal.isDecimal(value)) return plainNumber(value);
  return isList(value) ? value.map(valueToWire) : null;
}

/** The same with records as objects of these members, as fields keep them. */
export function partsToWire(value: Value, type: ExpressionType): PartsValue {
  if (type.kind === 'list' && value !== null && isList(value)) return value.map((item) => partsToWire(item, type.of));
  if (type.kind !== 'record' || !(value instanceof RecordValue)) return valueToWire(value);
  return Object.fromEntries(type.record.names().map((name) => [name, valueToWire(value.get(name))]));
}

type PartsValue = WireValue | readonly PartsValue[] | { readonly [name: string]: WireValue };

export type WireValue = null | string | boolean | readonly WireValue[];

/** Whether a value is a list; `Array.isArray` does not narrow readonly arrays. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is a number. */
export function isNumber(value: Value): value is Decimal {
  return Decimal.isDecimal(value);
}

function numberFromWire(json: unknown): Value {
  if (typeof json === 'string') return readNumber(json.trim());
  return typeof json === 'number' && Number.isFinite(json) ? new Exact(json) : null;
}

/** Of JSON that nobody declared: objects are read member by member, lists element by element. */
function anyFromWire(json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (Array.isArray(json)) return json.map(anyFromWire);
  if (typeof json === 'object') {
    const members = new Map<string, unknown>(Object.entries(json));
    const id = members.get('id');
    return new RecordValue(typeof id === 'string' ? id : null, (name) => anyFromWire(members.get(name)));
  }
  return typeof json === 'string' || typeof json === 'boolean' ? json : numberFromWire(json);
}

function recordFromWire(record: RecordType, json: unknown): Value {
  if (typeof json === 'string') return new RecordValue(json, (name) => (name === 'id' ? json : null));
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const members = new Map<string, unknown>(Object.entries(json));
  const id = record.called === undefined ? members.get('id') : record.called((name) => members.get(name));
  return new RecordValue(typeof id === 'string' ? id : null, (name) => {
    const type = record.member(name);
    if (type === undefined) return null;
    const expanded = type.kind === 'record' ? members.get(`_${name}`) : undefined;
    return valueFromWire(type, expanded ?? members.get(name));
  });
}

import type { MessageCode, MessageParams } from '../../kernel/messages/message.js';
import type { Field } from '../model.js';

/** How values are stored; the data room knows what each is in SQL. */
export type Storage =
  | { readonly kind: 'text' | 'integer' | 'boolean' | 'date' | 'instant' | 'uuid' | 'sealed' | 'none' }
  /** `texts` and `contacts` ({type, value}) are lists, which are never missing but may be empty; `parts` are objects with known members. */
  | { readonly kind: 'json'; readonly holds: 'texts' | 'contacts' | 'parts' | 'anything' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number };

/** Filter operators of the API, without the leading underscore; `eq` is the plain name and includes lists and null. `under` is the record of a tree, or what lies within it. */
export type Operator = 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'startsWith' | 'isNull' | 'between' | 'under';

export type Accepted =
  { readonly kind: 'value'; readonly value: FieldValue } | { readonly kind: 'refused'; readonly code: MessageCode; readonly params: MessageParams };

/** A value in canonical wire form: decimals as text at their scale, instants in UTC. */
export type FieldValue = string | number | boolean | null | readonly FieldValue[] | { readonly [key: string]: FieldValue };

export type JsonSchema = { readonly [key: string]: JsonSchemaValue };
type JsonSchemaValue = string | number | boolean | null | readonly JsonSchemaValue[] | JsonSchema;

/** All that the platform knows of a type of fields, apart from SQL and screens. */
export interface FieldType {
  storage(field: Field): Storage;
  readonly operators: readonly Operator[];
  readonly isSortable: boolean;
  /** Whether full-text search can take it in. */
  readonly isSearchable: boolean;
  /** Makes the canonical value of what was sent, or says what is wrong. Null is the caller's business. */
  accept(json: unknown, field: Field): Accepted;
  /** What is kept of a text, wherever it comes from; null for nothing. As it is unless said. */
  clean?(text: string): string | null;
  /** Takes one element of a list, as filters name it. */
  acceptItem?(json: unknown, field: Field): Accepted;
  /** The value of what was given none; null unless said. */
  readonly empty?: FieldValue;
  /** Members that tables show as columns of their own. */
  readonly parts?: readonly string[];
  /** The value as the cell of a table, and back to what the API takes; text as it is unless said. */
  toCell?(value: unknown): string;
  fromCell?(text: string, field: Field): unknown;
  /** The value is the id of an uploaded file, or a list of them. */
  readonly holdsFiles?: true;
  /** Once there is a value, nobody changes it from outside. */
  readonly keepsFirst?: true;
  /** What is wrong with a key of the declaration that its schema cannot tell. */
  checkDeclaration?(field: Field): { readonly key: string; readonly found: string } | null;
  /** Of the value in the API, null apart. */
  schema(field: Field): JsonSchema;
}

export function accepted(value: FieldValue): Accepted {
  return { kind: 'value', value };
}

export function refused(code: MessageCode, params: MessageParams = {}): Accepted {
  return { kind: 'refused', code, params };
}

/** Refuses a JSON value of the wrong type, naming both. */
export function wrongType(expected: string, json: unknown): Accepted {
  return refused('field.wrong-type', { expected, found: described(json) });
}

/** A short form of what was sent, for messages. */
export function described(json: unknown): string {
  if (json === null) return 'null';
  if (Array.isArray(json)) return 'a list';
  if (typeof json === 'object') return 'an object';
  const text = typeof json === 'string' ? JSON.stringify(json) : String(json);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { Field } from '../model.js';
import { accepted, refused, wrongType, type FieldType, type FieldValue } from './field-type.js';

const longest = 100_000;
const deepest = 32;

/** A JSON object or list; perhaps of a schema of its own, compiled once. */
export const jsonType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'anything' }),
  operators: ['isNull'],
  isSortable: false,
  isSearchable: false,
  accept: (json, field) => {
    if (typeof json !== 'object' || json === null) return wrongType('a JSON object or list', json);
    const size = JSON.stringify(json).length;
    if (size > longest) return refused('field.too-long', { longest, found: size });
    if (!isStorable(json, deepest)) return refused('field.json-content', { most: deepest });
    const validate = validatorOf(field);
    if (validate !== null && !validate(json)) return refused('field.json-schema', problemOf(validate));
    return accepted(json);
  },
  checkDeclaration: (field) => {
    const compiled = field.declaration?.type === 'json' && field.declaration.schema !== undefined ? compile(field.declaration.schema) : null;
    return compiled === null || typeof compiled !== 'string' ? null : { key: 'schema', found: compiled };
  },
  toCell: (value) => JSON.stringify(value),
  fromCell: parsed,
  schema: () => ({ type: ['object', 'array'] }),
};

const compiled = new WeakMap<object, ValidateFunction | string>();

/** The validator, or what is wrong with the schema. Every schema has a compiler of its own, so that their ids cannot meet. */
function compile(schema: object): ValidateFunction | string {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = attempt(schema);
  compiled.set(schema, made);
  return made;
}

function attempt(schema: object): ValidateFunction | string {
  try {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false, addUsedSchema: false });
    ajvFormats.default(ajv);
    return ajv.compile(schema);
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 300) : 'no JSON Schema';
  }
}

function validatorOf({ declaration }: Field): ValidateFunction | null {
  const made = declaration?.type === 'json' && declaration.schema !== undefined ? compile(declaration.schema) : null;
  return typeof made === 'string' ? null : made;
}

function problemOf({ errors }: ValidateFunction): { readonly place: string; readonly problem: string } {
  const [first] = errors ?? [];
  return { place: (first?.instancePath ?? '').slice(0, 200) || '/', problem: (first?.message ?? '').slice(0, 200) };
}

/** No text that PostgreSQL cannot keep, no number that loses digits, nothing nested without end. */
function isStorable(json: unknown, left: number): json is FieldValue {
  if (left === 0) return false;
  if (typeof json === 'string') return !/[\0\p{Cs}]/u.test(json);
  if (typeof json === 'number') return Number.isInteger(json) ? Number.isSafeInteger(json) : Number.isFinite(json);
  if (typeof json !== 'object' || json === null) return true;
  return Object.entries(json).every(([key, value]) => key !== '__proto__' && isStorable(key, left) && isStorable(value, left - 1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

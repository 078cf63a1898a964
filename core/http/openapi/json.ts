/** A piece of an OpenAPI document. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

export function object(properties: Readonly<Record<string, Json>>, required: readonly string[] = Object.keys(properties)): Json {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

export function list(items: Json): Json {
  return { type: 'array', items };
}

export function orNull(schema: Json): Json {
  return { anyOf: [schema, { type: 'null' }] };
}

export const text: Json = { type: 'string' };
export const flag: Json = { type: 'boolean' };
export const count: Json = { type: 'integer', minimum: 0 };
export const id: Json = { type: 'string', format: 'uuid' };
export const instant: Json = { type: 'string', format: 'date-time' };
export const anything: Json = {};

/** A JSON answer. */
export function answer(description: string, schema: Json, headers: Readonly<Record<string, Json>> = {}): Json {
  return { description, headers, content: { 'application/json': { schema } } };
}

/** A JSON body. */
export function body(schema: Json): Json {
  return { required: true, content: { 'application/json': { schema } } };
}

export function query(name: string, description: string, schema: Json = text): Json {
  return { name, in: 'query', required: false, description, schema };
}

import { described } from '../../definitions/field-types/field-type.js';
import { UserError } from '../../kernel/user-error.js';
import { hintOf } from './visible-field.js';

/** The query string as Fastify gives it: a list where a parameter is repeated. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Each parameter at most once and known, or 400. */
export function demandParameters(parameters: Parameters, valid: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(parameters).map(([name, content]) => {
      if (!valid.includes(name)) throw new UserError(400, 'query.unknown-parameter', { found: name, hint: hintOf(name, valid), valid: [...valid] });
      if (typeof content !== 'string') throw new UserError(400, 'query.repeated-parameter', { found: name });
      return [name, content];
    }),
  );
}

/** The JSON of a parameter; 400 with an example when it is none. */
export function jsonParameter(name: string, text: string, example: string): unknown {
  try {
    const json: unknown = JSON.parse(text, refusePrototype);
    return json;
  } catch {
    throw new UserError(400, 'query.not-json', { parameter: name, found: described(text), example });
  }
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('__proto__');
  return value;
}

/** Names with commas. */
export function namesParameter(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

import type { ErrorObject } from 'ajv';
import { nearest } from '../../kernel/did-you-mean.js';
import type { Problem } from '../problem.js';
import type { JsonDocument } from './json-document.js';

/** One clean problem for each real mistake that the schema found: branches of "one of" that were not meant are left out. */
export function schemaProblems(document: JsonDocument, errors: readonly ErrorObject[]): readonly Problem[] {
  const unions = errors.filter((error) => error.keyword === 'oneOf');
  const isBranch = (error: ErrorObject): boolean => unions.some((union) => error.schemaPath.startsWith(`${union.schemaPath}/`) || isBelow(error, union));
  const plain = errors.filter((error) => error.keyword !== 'oneOf' && error.keyword !== 'propertyNames' && !isBranch(error));
  const inner = unions.filter((union) => !unions.some((other) => other !== union && isBelow(union, other)));
  const found = [...plain.map((error) => problemOf(document, error)), ...inner.map((union) => unionProblem(document, union, errors))];
  return found.filter(
    (problem, index) => found.findIndex((other) => other.pointer === problem.pointer && other.code === problem.code && other.found === problem.found) === index,
  );
}

function isBelow(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error.instancePath.startsWith(union.instancePath) &&
    error !== union &&
    error.schemaPath.includes('/oneOf/') &&
    error.instancePath.length >= union.instancePath.length
  );
}

/** Of a value that fits no branch, the branch that got furthest into it speaks. */
function unionProblem(document: JsonDocument, union: ErrorObject, errors: readonly ErrorObject[]): Problem {
  const deeper = errors.filter((error) => error !== union && error.instancePath.startsWith(union.instancePath) && error.keyword !== 'oneOf');
  const meant = deeper.find((error) => error.keyword !== 'type' || error.instancePath !== union.instancePath);
  if (meant !== undefined) return problemOf(document, meant);
  const description = property(union.parentSchema, 'description');
  return make(
    document,
    'schema.wrong-type',
    union.instancePath,
    document.excerpt(union.instancePath),
    String(description ?? 'another type'),
    'Write it in that form.',
  );
}

function problemOf(document: JsonDocument, error: ErrorObject): Problem {
  const pointer = error.instancePath;
  const explain = String(property(error.parentSchema, 'description') ?? '');
  const invalid = (code: Problem['code'], found: string, expected: string, remedy: string): Problem => make(document, code, pointer, found, expected, remedy);
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownProperty(document, error);
    case 'required': {
      const missing = `"${String(error.params['missingProperty'])}"`;
      return invalid('schema.missing', 'no such key', missing, `Add ${missing}.`);
    }
    case 'type':
      return invalid('schema.wrong-type', document.excerpt(pointer), String(error.params['type']), explain || 'Write a value of that type.');
    case 'enum':
    case 'const':
    case 'discriminator':
      return invalidChoice(document, error);
    case 'pattern':
    case 'format':
      return invalid(
        'schema.invalid-value',
        String(error.propertyName ?? document.excerpt(pointer)),
        explain || String(error.message),
        'Write it in that form.',
      );
    default:
      return invalid('schema.invalid-value', document.excerpt(pointer), String(error.message ?? error.keyword), explain || 'Keep within the limit.');
  }
}

function unknownProperty(document: JsonDocument, error: ErrorObject): Problem {
  const key = String(error.params['additionalProperty'] ?? error.params['unevaluatedProperty']);
  const valid = knownProperties(error.parentSchema);
  const near = nearest(key, valid);
  const remedy = near === null ? 'Delete it.' : `Did you mean "${near}"?`;
  return make(
    document,
    'schema.unknown-property',
    `${error.instancePath}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    `"${key}"`,
    `one of ${valid.join(', ')}`,
    remedy,
  );
}

/** Keys of the schema and of what it builds on. */
function knownProperties(schema: unknown): readonly string[] {
  const own = property(schema, 'properties');
  const keys = typeof own === 'object' && own !== null ? Object.keys(own) : [];
  return property(schema, 'allOf') === undefined ? keys : [...keys, ...fieldBaseKeys];
}

const fieldBaseKeys = [
  'label',
  'help',
  'required',
  'readOnly',
  'visible',
  'setOnce',
  'unique',
  'default',
  'fetch',
  'formerly',
  'convertFrom',
  'backfill',
  'search',
  'index',
];

function invalidChoice(document: JsonDocument, error: ErrorObject): Problem {
  const pointer = error.keyword === 'discriminator' ? `${error.instancePath}/${String(error.params['tag'])}` : error.instancePath;
  const valid = choices(error);
  const found = document.excerpt(pointer);
  const near = nearest(found.replaceAll('"', ''), valid);
  const expected = valid.length > 0 ? `one of ${valid.join(', ')}` : 'a valid choice';
  return make(document, 'schema.invalid-choice', pointer, found, expected, near === null ? 'Choose one of them.' : `Did you mean "${near}"?`);
}

function choices(error: ErrorObject): readonly string[] {
  const allowed: unknown = error.params['allowedValues'] ?? (error.keyword === 'const' ? [error.params['allowedValue']] : undefined);
  if (Array.isArray(allowed)) return allowed.map(String);
  const branches = property(error.parentSchema, 'oneOf');
  return Array.isArray(branches) ? branches.flatMap((branch) => /fields\/([\w-]+)\.schema/u.exec(String(property(branch, '$ref')))?.[1] ?? []) : [];
}

function make(document: JsonDocument, code: Problem['code'], pointer: string, found: string, expected: string, remedy: string): Problem {
  return { code, file: document.file.path, line: document.lineOf(pointer), pointer, found, expected, remedy };
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(key) : undefined;
}

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** What of an OpenAPI document is read here. */
interface OpenapiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** Checks answers against the caller's OpenAPI document; every integration test over HTTP goes through it. */
export class OpenapiValidator {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly templates: readonly { readonly template: string; readonly pattern: RegExp }[];

  constructor(private readonly document: OpenapiDocument) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({ $id: 'openapi', components: document.components });
    this.templates = Object.keys(document.paths)
      .sort((one, other) => one.split('{').length - other.split('{').length)
      .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(/[.]/gu, '\\.').replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u') }));
  }

  /** Throws when the answer is none that the document promises. Operations the caller has no right to may only answer with a problem. */
  demand(method: string, path: string, status: number, contentType: string, json: unknown): void {
    const template = this.templates.find(({ pattern }) => pattern.test(path))?.template;
    const operation = template === undefined ? undefined : this.document.paths[template]?.[method.toLowerCase()];
    const { key, schema } = this.promised(operation, `${method} ${template ?? path}`, status, contentType);
    if (schema === undefined) return;
    const validate = this.compiled.get(key) ?? this.ajv.compile(rebased(schema));
    this.compiled.set(key, validate);
    if (!validate(json))
      throw new Error(
        `${method} ${path} answered ${status} against its schema: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(json)?.slice(0, 2000)}`,
      );
  }

  private promised(operation: unknown, name: string, status: number, contentType: string): { key: string; schema: unknown } {
    const type = contentType.split(';')[0] ?? '';
    if (status >= 400) {
      if (type !== 'application/problem+json') throw new Error(`${name} answered ${status} as ${type || 'nothing'} instead of application/problem+json`);
      return { key: 'problem', schema: this.document.components.schemas['problem'] };
    }
    if (operation === undefined) throw new Error(`${name} answered ${status} but is not in the caller's OpenAPI document`);
    if (status === 304) return { key: '', schema: undefined };
    const content = at(operation, 'responses', String(status), 'content');
    if (content === undefined) throw new Error(`${name} answered ${status}, which its OpenAPI operation does not promise`);
    const media = at(content, type) ?? at(content, `${type.split('/')[0]}/*`);
    if (media === undefined) throw new Error(`${name} answered as ${type}, which its OpenAPI operation does not promise`);
    return { key: `${name} ${status}`, schema: type.endsWith('json') ? at(media, 'schema') : undefined };
  }
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? new Map<string, unknown>(Object.entries(inner)).get(key) : undefined),
    value,
  );
}

function rebased(schema: unknown): object {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? parsed : {};
}

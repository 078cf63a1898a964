import { fieldType } from '../../definitions/field-types/registry.js';
import type { Field } from '../../definitions/model.js';

/** What stands where something was erased. */
export const erased = '—';

/** Shorter texts are found where they stand alone, and not within others. */
const shortestWithin = 4;
const ids = new Set(['reference', 'many-to-many', 'any-reference', 'lines']);
const alone = new Set(['enum', 'integer', 'decimal', 'boolean']);

/** Ids, days, instants and names of entities: what only looks as if it held a text. */
const named = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-][\d:]+)?)?|[a-z][a-z\d-]*\.[a-z][a-z\d-]*)$/u;

/** What was written into the personal fields of one record, then and now, to be found again where it was repeated. */
export class PersonalValues {
  private readonly whole = new Set<string>();
  private readonly within = new Set<string>();
  readonly files = new Set<string>();

  /** Takes in one value of a field, as the API spells it. */
  add(field: Field, content: unknown): void {
    if (fieldType(field.type).holdsFiles === true) {
      for (const id of textsIn(content)) this.files.add(id);
      return;
    }
    if (ids.has(field.type)) return;
    const isAlone = alone.has(field.type) || alone.has(fieldType(field.type).storage(field).kind);
    for (const text of textsIn(content)) {
      this.whole.add(text);
      if (!isAlone && text.length >= shortestWithin) this.within.add(text);
    }
  }

  /** Those that are long enough to be told from other words. */
  get texts(): readonly string[] {
    return [...this.within];
  }

  /** JSON, or a text, without them. */
  masked(json: unknown): unknown {
    if (typeof json === 'string') return this.maskedText(json);
    if (Array.isArray(json)) return json.map((one: unknown) => this.masked(one));
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([key, one]: [string, unknown]) => [key, this.masked(one)]));
  }

  private maskedText(text: string): string {
    if (this.whole.has(text)) return erased;
    if (named.test(text)) return text;
    // The longest first, so that nothing is left of one that holds another.
    const found = [...this.within].filter((one) => text.includes(one)).toSorted((one, other) => other.length - one.length);
    return found.reduce((left, one) => left.replaceAll(wordsOf(one), erased), text);
  }
}

/** The text where it stands as words of its own; new lines may be written as they are in JSON. */
function wordsOf(text: string): RegExp {
  const written = text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  const [before, after] = [/^[\p{L}\p{M}\p{N}]/u.test(text), /[\p{L}\p{M}\p{N}]$/u.test(text)];
  return new RegExp(`${before ? String.raw`(?:(?<![\p{L}\p{M}\p{N}])|(?<=\\[nrt]))` : ''}${written}${after ? String.raw`(?![\p{L}\p{M}\p{N}])` : ''}`, 'gu');
}

function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return content === '' ? [] : [content];
  return typeof content === 'object' && content !== null ? Object.values(content).flatMap(textsIn) : [];
}

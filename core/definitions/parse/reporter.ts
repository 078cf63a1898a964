import { nearest } from '../../kernel/did-you-mean.js';
import type { Problem } from '../problem.js';
import type { ProblemCode } from '../problem-catalogue.js';
import type { JsonDocument } from './json-document.js';

/** Where in which file. */
export interface Place {
  readonly document: JsonDocument;
  readonly pointer: string;
}

/** Of those that are valid, so many are listed. */
const mostNames = 40;

/** Collects the problems of all files. */
export class Reporter {
  readonly problems: Problem[] = [];

  report(code: ProblemCode, place: Place, what: { readonly found?: string; readonly expected: string; readonly remedy: string }): void {
    const { document, pointer } = place;
    const found = what.found ?? document.excerpt(pointer);
    this.problems.push({ code, file: document.file.path, line: document.lineOf(pointer), pointer, found, expected: what.expected, remedy: what.remedy });
  }

  /** A name that is none of the valid ones; lists them and says which was meant. */
  unknownName(code: ProblemCode, place: Place, name: string, valid: Iterable<string>, remedy = 'Choose one of them.'): void {
    const names = [...valid];
    const more = names.length > mostNames ? `, … (${names.length} in all)` : '';
    const near = nearest(name, names);
    this.report(code, place, {
      found: `"${name}"`,
      expected: names.length === 0 ? 'nothing: there is none' : `one of ${names.slice(0, mostNames).join(', ')}${more}`,
      remedy: near === null ? remedy : `Did you mean "${near}"?`,
    });
  }
}

/** A place further down in the same file. */
export function below(place: Place, ...segments: readonly (string | number)[]): Place {
  return {
    document: place.document,
    pointer: segments.reduce<string>((pointer, segment) => `${pointer}/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`, place.pointer),
  };
}

import { chooseCompany, chosenCompany } from './chosen-company.js';

/** One thing the server found wrong: where, and what, in the user's language. */
export interface ProblemPart {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** A refusal of the server, as RFC 9457 tells it. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly parts: readonly ProblemPart[],
    /** Further members, for instance the current record of a stale save. */
    readonly members: ReadonlyMap<string, unknown>,
  ) {
    super(detail);
    this.name = 'ApiProblem';
  }
}

/** What came back: JSON understood, and the headers. */
export interface ApiAnswer {
  readonly json: unknown;
  readonly headers: Headers;
}

const language: { locale: string | null } = { locale: null };

/** Language that the server answers in from now on. */
export function speak(locale: string): void {
  language.locale = locale;
  document.documentElement.lang = locale;
}

/** Asks the server; throws ApiProblem for everything but success. */
export async function request(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
  const isFile = body instanceof Blob;
  const company = chosenCompany();
  const answer = await fetch(`/api${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'accept-language': language.locale ?? document.documentElement.lang,
      ...(company === '' ? {} : { 'x-trellis-company': company }),
      ...(body === undefined || isFile ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
  });
  noteModel(path, answer.headers.get('x-trellis-model'));
  const text = await answer.text();
  const json: unknown = /json/u.test(answer.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : null;
  if (answer.ok) return { json, headers: answer.headers };
  const problem = problemOf(answer.status, json);
  // Somebody else signed in here before, or the company was taken from the user.
  if (problem.code === 'identity.not-your-company') chooseCompany('');
  throw problem;
}

const model: { hash: string | null; readonly told: Set<() => void> } = { hash: null, told: new Set() };

/** Tells, until it is taken back, of answers by another model than the one that the metadata is of. */
export function whenModelChanges(told: () => void): () => void {
  model.told.add(told);
  return () => void model.told.delete(told);
}

function noteModel(path: string, hash: string | null): void {
  if (path === '/meta') model.hash = hash;
  else if (hash !== null && model.hash !== null && hash !== model.hash) for (const told of model.told) told();
}

/** A refusal as it was told in JSON. */
export function problemOf(status: number, json: unknown): ApiProblem {
  const members = membersOf(json);
  const parts = members.get('errors');
  const text = (name: string): string => {
    const member = members.get(name);
    return typeof member === 'string' ? member : '';
  };
  return new ApiProblem(status, text('code'), text('detail') || `HTTP ${status}`, Array.isArray(parts) ? parts.filter(isPart) : [], members);
}

/** The members of a JSON object; none of anything else. */
export function membersOf(json: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof json === 'object' && json !== null ? Object.entries(json) : []);
}

function isPart(json: unknown): json is ProblemPart {
  const members = membersOf(json);
  return typeof members.get('pointer') === 'string' && typeof members.get('message') === 'string';
}

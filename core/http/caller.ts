import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller, WorksFor } from '../kernel/caller.js';
import { isLocale, type Locale } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import type { KnownUser } from '../identity/load-caller.js';
import type { Proof, UserBook } from '../identity/user-book.js';
import type { Platform, PlatformSource } from '../records/platform.js';

declare module 'fastify' {
  interface FastifyRequest {
    knownUser: KnownUser | null;
    /** Id of the company that the request is narrowed to; empty where it is not. */
    chosenCompany: string;
    proof: Proof | null;
    /** The platform as it was when the request came; a request is answered by one model. */
    platform: Platform;
  }
}

/** Name of the session cookie; browsers hold names that begin with __Host- to https and the whole path. */
export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-trellis' : 'trellis_session';
}

/** Who sends each request under /api, and what it works on, is known before any handler runs; cross-site requests that would change something go no further. */
export function recogniseCallers(
  fastify: FastifyInstance,
  { users, source }: { readonly users: UserBook; readonly source: PlatformSource },
  options: { readonly isSecure: boolean; readonly publicUrl: string | undefined },
): void {
  const cookieName = sessionCookieName(options.isSecure);
  fastify.decorateRequest('knownUser', null);
  fastify.decorateRequest('proof', null);
  fastify.decorateRequest('chosenCompany', '');
  fastify.decorateRequest('platform');
  fastify.addHook('onRequest', async (request, reply) => {
    request.platform = source.current();
    if (!request.url.startsWith('/api/')) return;
    refuseCrossSite(request, options.publicUrl);
    takeChosenCompany(request);
    request.proof = proofOf(request, cookieName);
    if (request.proof !== null) request.knownUser = await users.userOf(request.proof);
    // Screens that were made from another model learn of it from whatever they ask for.
    if (request.knownUser !== null) void reply.header('x-trellis-model', request.platform.model.hash);
  });
  // Who changes the own language, password or lists meets them in the very next answer: the announcement may come back after it.
  fastify.addHook('onSend', async (request) => {
    if (request.proof !== null && !isRead(request) && request.url.startsWith('/api/auth/')) users.forget();
  });
}

/** The caller, or 401. Until a password that must be changed is, nothing else is allowed (403). */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callerBeforePasswordChange(request);
  if (request.knownUser?.mustChangePassword === true && request.proof?.kind === 'session') throw new UserError(403, 'identity.must-change-password');
  return caller;
}

/** The caller, also one who must change the password first; for the few routes that are needed to do so. */
export function callerBeforePasswordChange(request: FastifyRequest): Caller {
  const user = request.knownUser;
  if (user === null) throw new UserError(401, 'identity.not-signed-in');
  const { locale, mustChangePassword: _, ...who } = user;
  return { ...who, companies: narrowed(who.companies, request.chosenCompany), locale: wantedLocale(request) ?? locale ?? 'en', requestId: request.id };
}

/** The header X-Trellis-Company says it; of a link, which sends no header, the parameter `company`, of which no handler learns. */
function takeChosenCompany(request: FastifyRequest): void {
  const query = new Map<string, unknown>(isRead(request) ? Object.entries(Object(request.query)) : []);
  const chosen = query.get('company') ?? request.headers['x-trellis-company'] ?? '';
  if (typeof chosen !== 'string') throw new UserError(400, 'query.repeated-parameter', { found: 'company' });
  request.chosenCompany = chosen;
  if (query.delete('company')) request.query = Object.fromEntries(query);
}

/** A request works in one of the companies that the caller works for, or in all of them. */
function narrowed({ ids, isEvery }: WorksFor, chosen: string): WorksFor {
  if (chosen === '') return { ids, isEvery };
  const id = ids.find((known) => known === chosen);
  if (id === undefined) throw new UserError(403, 'identity.not-your-company');
  return { ids: [id], isEvery: isEvery && ids.length === 1 };
}

/** Language of the answer when nobody is known yet. */
export function localeOf(request: FastifyRequest): Locale {
  return wantedLocale(request) ?? request.knownUser?.locale ?? 'en';
}

function wantedLocale(request: FastifyRequest): Locale | null {
  const wanted = (request.headers['accept-language'] ?? '').split(',').map((range) => range.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLocale) ?? null;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

function isRead({ method }: FastifyRequest): boolean {
  return safeMethods.has(method);
}

/** Sec-Fetch-Site or Origin tells where a browser's request comes from; a program sends neither. */
function refuseCrossSite(request: FastifyRequest, publicUrl: string | undefined): void {
  if (isRead(request)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new UserError(403, 'identity.cross-site');
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const own = [publicUrl === undefined ? undefined : new URL(publicUrl).host, request.headers.host];
  if (!URL.canParse(origin) || !own.includes(new URL(origin).host)) throw new UserError(403, 'identity.cross-site');
}

function proofOf(request: FastifyRequest, cookieName: string): Proof | null {
  const bearer = /^Bearer ([\w-]{20,200})$/u.exec(request.headers.authorization ?? '');
  if (bearer?.[1] !== undefined) return { kind: 'api-key', token: bearer[1] };
  const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const cookie = cookies.find((pair) => pair.startsWith(`${cookieName}=`));
  return cookie === undefined ? null : { kind: 'session', token: cookie.slice(cookieName.length + 1) };
}

import type { FastifyRequest } from 'fastify';
import { UserError } from '../kernel/user-error.js';

/** The version in If-Match; null when it was not sent or takes any. */
export function ifMatchOf(request: FastifyRequest): number | null {
  const header = headerOf(request, 'if-match');
  if (header === undefined || header.trim() === '*') return null;
  const version = /^\s*(?:W\/)?"?(\d{1,15})"?\s*$/u.exec(header)?.[1];
  if (version === undefined) throw new UserError(400, 'record.bad-version', { found: header.slice(0, 80) });
  return Number(version);
}

/** The version in the body of an action; null without one. */
export function versionOf(body: unknown): number | null {
  if (typeof body !== 'object' || body === null || !('version' in body)) return null;
  const { version } = body;
  if (typeof version !== 'number' || !Number.isSafeInteger(version)) throw new UserError(422, 'record.bad-version', { found: String(version).slice(0, 80) });
  return version;
}

/** The first value of a header. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const header = request.headers[name];
  return Array.isArray(header) ? header[0] : header;
}

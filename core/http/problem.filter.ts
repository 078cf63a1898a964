import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../kernel/logger.js';
import { messageIn } from '../kernel/messages/message.js';
import { UserError } from '../kernel/user-error.js';
import type { Locale } from '../kernel/locale.js';
import { localeOf } from './caller.js';
import { problemOf } from './problem.js';

/** Makes RFC 9457 problems of all that is thrown: the user's in the caller's language, ours as a number to look up in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const locale = localeOf(request);
    const known = error instanceof UserError ? error : frameworkError(error, request);
    if (known === null) this.log.error({ err: error, requestId: request.id }, 'a request failed');
    const problem = known === null ? internal(request.id, locale) : problemOf(known, locale);
    if (known?.extra['retryAfter'] !== undefined) void reply.header('retry-after', String(known.extra['retryAfter']));
    void reply
      .status(known?.status ?? 500)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  }
}

function internal(id: string, locale: Locale): Readonly<Record<string, unknown>> {
  return {
    type: 'urn:trellis:http.internal',
    title: locale === 'vi' ? 'Lỗi hệ thống' : 'Internal error',
    status: 500,
    detail: messageIn('http.internal', { id }, locale),
    code: 'http.internal',
  };
}

/** What Nest and Fastify refuse before our code is asked. */
function frameworkError(error: unknown, request: FastifyRequest): UserError | null {
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  const problem = error instanceof Error ? error.message.slice(0, 200) : '';
  if (status === 404) return new UserError(404, 'http.not-found', { path: request.url.split('?')[0]?.slice(0, 200) ?? '' });
  if (status === 413) return new UserError(413, 'http.too-large');
  if (status === 415) return new UserError(415, 'http.unsupported-media');
  if (status === 429) return new UserError(429, 'http.too-many-requests');
  if (status === 400) return new UserError(400, error instanceof SyntaxError ? 'http.not-json' : 'http.bad-request', { problem });
  return null;
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

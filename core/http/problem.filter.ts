import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../kernel/logger.js';
import { messageIn } from '../kernel/messages/message.js';
import { UserError } from '../kernel/user-error.js';
import type { Locale } from '../kernel/locale.js';
import { localeOf } from './caller.js';

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

/** The problem document of a user's error. */
export function problemOf(error: UserError, locale: Locale): Readonly<Record<string, unknown>> {
  const errors = error.violations.map(({ pointer, code, params }) => ({ pointer, code, message: messageIn(code, params ?? {}, locale) }));
  return {
    type: `urn:trellis:${error.code}`,
    title: titles[locale][error.status],
    status: error.status,
    detail: error.detail(locale),
    code: error.code,
    ...(errors.length === 0 ? {} : { errors }),
    ...error.extra,
  };
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

const titles: Readonly<Record<Locale, Readonly<Record<UserError['status'], string>>>> = {
  en: {
    400: 'Not understood',
    401: 'Not signed in',
    403: 'Not allowed',
    404: 'Not found',
    409: 'The state forbids it',
    412: 'Changed since',
    413: 'Too large',
    415: 'Not JSON',
    422: 'Breaks a rule',
    429: 'Too many requests',
  },
  vi: {
    400: 'Không hiểu yêu cầu',
    401: 'Chưa đăng nhập',
    403: 'Không được phép',
    404: 'Không tìm thấy',
    409: 'Trạng thái không cho phép',
    412: 'Đã thay đổi',
    413: 'Quá lớn',
    415: 'Không phải JSON',
    422: 'Vi phạm quy tắc',
    429: 'Quá nhiều yêu cầu',
  },
};

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

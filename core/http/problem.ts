import type { Locale } from '../kernel/locale.js';
import { messageIn } from '../kernel/messages/message.js';
import type { UserError } from '../kernel/user-error.js';

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

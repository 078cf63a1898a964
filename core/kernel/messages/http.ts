/** Sentences of the HTTP room, by stable code. */
export const httpMessages = {
  'http.not-found': { en: 'There is nothing at {path}.', vi: 'Không có gì tại {path}.' },
  'http.unknown-entity': { en: 'There is no {found}. {hint}', vi: 'Không có {found}. {hint}' },
  'http.bad-request': { en: 'The request could not be understood: {problem}', vi: 'Không hiểu được yêu cầu: {problem}' },
  'http.not-json': { en: 'The body is not JSON: {problem}', vi: 'Nội dung không phải JSON: {problem}' },
  'http.too-large': { en: 'The body is larger than 8 MiB.', vi: 'Nội dung lớn hơn 8 MiB.' },
  'http.unsupported-media': { en: 'Send JSON, with content-type application/json.', vi: 'Hãy gửi JSON, với content-type application/json.' },
  'http.too-many-requests': { en: 'Too many requests; try again in a moment.', vi: 'Quá nhiều yêu cầu; hãy thử lại sau giây lát.' },
  'http.internal': {
    en: 'Something went wrong on our side. Tell the administrator the number {id}.',
    vi: 'Đã có lỗi từ phía hệ thống. Hãy báo quản trị viên mã số {id}.',
  },
} as const;

/** Sentences about evaluating expressions, by stable code. */
export const expressionMessages = {
  'expression.textTooLong': {
    en: 'The computed text is longer than {most} characters.',
    vi: 'Văn bản tính ra dài hơn {most} ký tự.',
  },
  'expression.listTooLong': {
    en: 'The list has more than {most} elements, too many to compute with.',
    vi: 'Danh sách có hơn {most} phần tử, quá nhiều để tính toán.',
  },
  'expression.tooMuchWork': {
    en: 'The computation takes too many steps (more than {most}).',
    vi: 'Phép tính cần quá nhiều bước (hơn {most}).',
  },
} as const;

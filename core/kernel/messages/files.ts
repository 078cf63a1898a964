/** Sentences of the room `files`, by stable code. */
export const filesMessages = {
  'files.not-a-picture': {
    en: 'By its content this is no picture that is taken ({found}). Send one of: {valid}.',
    vi: 'Theo nội dung, đây không phải ảnh được chấp nhận ({found}). Hãy gửi một trong: {valid}.',
  },
  'files.wrong-kind': {
    en: 'This kind of file is not taken here ({found}). Take one of: {valid}.',
    vi: 'Loại tệp này không được nhận ở đây ({found}). Hãy dùng một trong: {valid}.',
  },
  'files.not-what-it-says': {
    en: '{name} is called like {promised}, but its content is {found}. Save it in the right form, or call it what it is.',
    vi: '{name} có tên như {promised}, nhưng nội dung là {found}. Hãy lưu lại đúng định dạng hoặc đặt lại tên cho đúng.',
  },
  'files.too-large': { en: 'The file is larger than {most} bytes.', vi: 'Tệp lớn hơn {most} byte.' },
  'files.unknown': {
    en: 'There is no such upload of yours, or another record has it. Upload the file again.',
    vi: 'Không có tệp này do bạn tải lên, hoặc bản ghi khác đã dùng. Hãy tải tệp lên lại.',
  },
  'files.none': { en: 'There is no file at {field}, or you may not see it.', vi: 'Không có tệp tại {field}, hoặc bạn không được xem.' },
  'files.empty': { en: 'Send the content of the file as the body.', vi: 'Hãy gửi nội dung tệp trong phần thân yêu cầu.' },
} as const;

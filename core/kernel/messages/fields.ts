/** What is wrong with a value, by stable code; `{field}` is the field's label. */
export const fieldsMessages = {
  'field.any-reference': {
    en: 'Name the record by its entity and id, as in {valid}; found {found}.',
    vi: 'Hãy ghi bản ghi bằng loại và id, như {valid}; đang là {found}.',
  },
  'field.wrong-type': { en: 'Expected {expected}, found {found}.', vi: 'Cần {expected}, nhưng nhận được {found}.' },
  'field.required': { en: '{field} is required.', vi: 'Cần nhập {field}.' },
  'field.too-long': { en: 'At most {longest} characters; there are {found}.', vi: 'Tối đa {longest} ký tự; hiện có {found}.' },
  'field.not-text': {
    en: 'The text holds a character that cannot be stored (NUL or half of a pair).',
    vi: 'Văn bản chứa ký tự không lưu được (NUL hoặc nửa cặp thay thế).',
  },
  'field.not-one-line': { en: 'The text must stay on one line.', vi: 'Văn bản phải nằm trên một dòng.' },
  'field.pattern': { en: '{found} does not match the pattern {pattern}.', vi: '{found} không khớp với mẫu {pattern}.' },
  'field.email': { en: '{found} is no e-mail address.', vi: '{found} không phải địa chỉ email.' },
  'field.phone': { en: '{found} is no telephone number.', vi: '{found} không phải số điện thoại.' },
  'field.url': {
    en: '{found} is no web address. It begins with https:// or http://.',
    vi: '{found} không phải địa chỉ web. Địa chỉ bắt đầu bằng https:// hoặc http://.',
  },
  'field.integer-range': { en: 'The number {found} is beyond ±9,007,199,254,740,991.', vi: 'Số {found} vượt quá ±9.007.199.254.740.991.' },
  'field.too-small': { en: '{found} is less than the smallest value, {min}.', vi: '{found} nhỏ hơn giá trị nhỏ nhất {min}.' },
  'field.too-large': { en: '{found} is more than the largest value, {max}.', vi: '{found} lớn hơn giá trị lớn nhất {max}.' },
  'field.number-digits': {
    en: 'A JSON number may have 15 significant digits; send {found} as text.',
    vi: 'Số JSON có tối đa 15 chữ số có nghĩa; hãy gửi {found} dạng văn bản.',
  },
  'field.too-many-digits': {
    en: 'At most {most} digits before the point; {found} has more.',
    vi: 'Tối đa {most} chữ số trước dấu thập phân; {found} có nhiều hơn.',
  },
  'field.too-many-decimals': {
    en: 'At most {scale} digits after the point; {found} has more.',
    vi: 'Tối đa {scale} chữ số sau dấu thập phân; {found} có nhiều hơn.',
  },
  'field.date': { en: '{found} is no calendar day as YYYY-MM-DD.', vi: '{found} không phải ngày dạng YYYY-MM-DD.' },
  'field.datetime': {
    en: '{found} is no instant as 2026-01-31T08:00:00Z, with its time zone.',
    vi: '{found} không phải thời điểm dạng 2026-01-31T08:00:00Z kèm múi giờ.',
  },
  'field.option': { en: '{found} is none of the options. Valid: {valid}.', vi: '{found} không thuộc các lựa chọn. Hợp lệ: {valid}.' },
  'field.id': {
    en: '{found} is no id of a record. A reference takes the id; files that are imported may name records by code or name.',
    vi: '{found} không phải id của bản ghi. Tham chiếu nhận id; tệp nhập vào có thể gọi bản ghi theo mã hoặc tên.',
  },
  'field.twice': { en: '{found} is there twice.', vi: '{found} xuất hiện hai lần.' },
  'field.too-many': { en: 'At most {most}; there are {found}.', vi: 'Tối đa {most}; hiện có {found}.' },
  'field.address-incomplete': { en: 'In this country an address needs: {missing}.', vi: 'Địa chỉ ở quốc gia này cần có: {missing}.' },
  'field.unknown-part': { en: 'Unknown part {found}. Valid: {valid}.', vi: 'Phần {found} không có. Hợp lệ: {valid}.' },
  'field.color': { en: '{found} is no colour as #2e7d32.', vi: '{found} không phải màu dạng #2e7d32.' },
  'field.duration': {
    en: '{found} is no length of time: whole seconds, or as PT1H30M.',
    vi: '{found} không phải khoảng thời gian: số giây nguyên, hoặc dạng PT1H30M.',
  },
  'field.time': { en: '{found} is no time of day as 08:30 or 08:30:15.', vi: '{found} không phải giờ trong ngày dạng 08:30 hoặc 08:30:15.' },
  'field.gtin': { en: '{found} is no article number of 8, 12, 13 or 14 digits.', vi: '{found} không phải mã hàng gồm 8, 12, 13 hoặc 14 chữ số.' },
  'field.isbn': { en: '{found} is no book number of 10 or 13 digits.', vi: '{found} không phải mã sách gồm 10 hoặc 13 chữ số.' },
  'field.code128': { en: '{found} has characters that a Code 128 cannot hold.', vi: '{found} có ký tự mà mã vạch Code 128 không chứa được.' },
  'field.check-digit': {
    en: 'The last character of {found} should be {expected}: a digit is wrong or two changed places.',
    vi: 'Ký tự cuối của {found} phải là {expected}: có chữ số sai hoặc bị đảo chỗ.',
  },
  'field.empty-word': { en: 'An element of the list is empty.', vi: 'Một phần tử trong danh sách bị trống.' },
  'field.word-mark': { en: '{found} holds a comma or semicolon, which part words.', vi: '{found} chứa dấu phẩy hoặc chấm phẩy, là dấu ngăn cách các từ.' },
  'field.degrees': { en: 'The {part} {found} is beyond ±{most} degrees.', vi: 'Giá trị {part} {found} vượt quá ±{most} độ.' },
  'field.json-content': {
    en: 'The JSON cannot be kept: it is nested more than {most} deep, or holds NUL, half a character or a whole number beyond ±9,007,199,254,740,991.',
    vi: 'Không lưu được JSON này: lồng quá {most} tầng, hoặc chứa NUL, nửa ký tự hay số nguyên vượt quá ±9.007.199.254.740.991.',
  },
  'field.json-schema': {
    en: 'At {place} the value breaks the schema of the field: {problem}.',
    vi: 'Tại {place}, giá trị không đúng lược đồ của trường: {problem}.',
  },
  'field.not-writable': { en: 'The value is computed and cannot be written.', vi: 'Giá trị được tính tự động, không thể ghi.' },
} as const;

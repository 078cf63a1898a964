/** Sentences about filters, sorts and other parameters of a question, by stable code. */
export const queryMessages = {
  'query.unknown-parameter': { en: 'Unknown parameter {found}. {hint}Valid: {valid}.', vi: 'Tham số {found} không có. {hint}Hợp lệ: {valid}.' },
  'query.repeated-parameter': { en: 'The parameter {found} is there more than once.', vi: 'Tham số {found} xuất hiện nhiều lần.' },
  'query.not-json': { en: '{parameter} is not JSON: {found}. For instance {example}.', vi: '{parameter} không phải JSON: {found}. Ví dụ {example}.' },
  'query.wrong-form': { en: '{parameter} must be {expected}, found {found}.', vi: '{parameter} phải là {expected}, nhưng nhận được {found}.' },
  'query.unknown-field': { en: '{entity} has no field {found}. {hint}Valid: {valid}.', vi: '{entity} không có trường {found}. {hint}Hợp lệ: {valid}.' },
  'query.unknown-operator': { en: '{field} takes no operator {found}. Valid: {valid}.', vi: '{field} không nhận toán tử {found}. Hợp lệ: {valid}.' },
  'query.not-sortable': { en: 'A list cannot be sorted by {found}. Valid: {valid}.', vi: 'Không thể sắp xếp theo {found}. Hợp lệ: {valid}.' },
  'query.not-groupable': { en: 'Figures cannot be grouped by {found}. Valid: {valid}.', vi: 'Không thể nhóm theo {found}. Hợp lệ: {valid}.' },
  'query.unknown-measure': {
    en: 'Unknown measure {found}. Valid: count, and sum, avg, min, max of {valid}, as sum(field).',
    vi: 'Phép tính {found} không có. Hợp lệ: count, và sum, avg, min, max của {valid}, dạng sum(field).',
  },
  'query.mixed-currencies': {
    en: '{found}: amounts in several currencies are not put together. Group by {currency}, filter for one, or ask for a converted amount: {valid}.',
    vi: '{found}: không thể gộp số tiền của nhiều loại tiền. Hãy nhóm theo {currency}, lọc một loại, hoặc dùng số tiền quy đổi: {valid}.',
  },
  'query.wrong-value': { en: '{field}: {problem}', vi: '{field}: {problem}' },
  'query.wrong-type': { en: '{field} takes {expected}, found {found}.', vi: '{field} nhận {expected}, nhưng có {found}.' },
  'query.too-deep': {
    en: 'A filter may be nested {most} deep, a path {most} references long.',
    vi: 'Bộ lọc được lồng tối đa {most} tầng, đường dẫn dài tối đa {most} tham chiếu.',
  },
  'query.too-large': { en: 'At most {most} {what}; there are {found}.', vi: 'Tối đa {most} {what}; hiện có {found}.' },
  'query.range': {
    en: 'range must be [from,to] with 0 ≤ from ≤ to and at most {most} rows, found {found}.',
    vi: 'range phải là [from,to] với 0 ≤ from ≤ to và tối đa {most} dòng, nhưng có {found}.',
  },
  'query.cursor': {
    en: 'The cursor does not belong to this list and order; begin again without it.',
    vi: 'Con trỏ không thuộc danh sách và thứ tự này; hãy bắt đầu lại không có con trỏ.',
  },
  'query.expand': {
    en: '{found} cannot be expanded. Valid: {valid}; at most {most} deep.',
    vi: 'Không thể mở rộng {found}. Hợp lệ: {valid}; sâu tối đa {most} tầng.',
  },
  'query.no-search': { en: '{entity} has no fields that full-text search finds.', vi: '{entity} không có trường nào tìm kiếm toàn văn được.' },
} as const;

/** Sentences of the room `transfer`, by stable code. */
export const transferMessages = {
  'transfer.empty-file': { en: 'The file is empty; its first row must name the columns.', vi: 'Tệp trống; dòng đầu phải là tên các cột.' },
  'transfer.column-twice': { en: 'The file has two columns called {found}.', vi: 'Tệp có hai cột cùng tên {found}.' },
  'transfer.not-csv': { en: 'The file is no CSV: {problem}', vi: 'Tệp không phải CSV: {problem}' },
  'transfer.not-xlsx': {
    en: 'The file is no XLSX file, or is damaged: {problem}. Save it again as an Excel workbook (.xlsx) or as CSV.',
    vi: 'Tệp không phải XLSX, hoặc đã hỏng: {problem}. Hãy lưu lại dạng sổ làm việc Excel (.xlsx) hoặc CSV.',
  },
  'transfer.locked-xlsx': {
    en: 'The file has a password, or is an old .xls file. Save it without a password as an Excel workbook (.xlsx).',
    vi: 'Tệp có mật khẩu, hoặc là tệp .xls cũ. Hãy lưu lại dạng sổ làm việc Excel (.xlsx) không mật khẩu.',
  },
  'transfer.large-xlsx': {
    en: 'The file unpacks to more than {max} MB. Split it, or save it as CSV.',
    vi: 'Tệp giải nén ra hơn {max} MB. Hãy chia nhỏ, hoặc lưu dạng CSV.',
  },
  'transfer.large-sheet': {
    en: 'A sheet reaches over {rows} rows and {columns} columns, more than {max} cells. Delete empty rows and columns behind the data and other sheets, split it, or save it as CSV.',
    vi: 'Một trang tính trải trên {rows} dòng và {columns} cột, hơn {max} ô. Hãy xóa các dòng, cột trống phía sau dữ liệu và các trang khác, chia nhỏ, hoặc lưu dạng CSV.',
  },
  'transfer.not-utf8': {
    en: 'The file is not in UTF-8. Save it as “CSV UTF-8” and choose it again.',
    vi: 'Tệp không ở dạng UTF-8. Hãy lưu lại dạng “CSV UTF-8” rồi chọn lại.',
  },
  'transfer.unknown-column': { en: 'The file has no column {found}. It has: {valid}.', vi: 'Tệp không có cột {found}. Có các cột: {valid}.' },
  'transfer.unknown-field': {
    en: '{found} is no field of {entity} that can be imported. {hint} Map the column to a field, or leave it out.',
    vi: '{found} không phải trường của {entity} có thể nhập. {hint} Hãy gán cột cho một trường, hoặc bỏ qua.',
  },
  'transfer.no-such-record': { en: '{field}: there is no {entity} {found}.', vi: '{field}: không có {entity} {found}.' },
  'transfer.several-records': { en: '{field}: several {entity} are called {found}.', vi: '{field}: có nhiều {entity} tên {found}.' },
  'transfer.format': { en: 'Unknown format {found}. Valid: {valid}.', vi: 'Định dạng {found} không có. Hợp lệ: {valid}.' },
  'transfer.too-large': {
    en: 'An Excel file holds at most {max} records and 4 GB. Set a filter, or export as CSV (format=csv).',
    vi: 'Tệp Excel chứa nhiều nhất {max} bản ghi và 4 GB. Hãy lọc bớt, hoặc xuất dạng CSV (format=csv).',
  },
  'transfer.body': {
    en: 'Send {"csv": text} or {"xlsx": file in base64}, with "mapping": {column: field} and "dryRun": true or false; found {found}.',
    vi: 'Hãy gửi {"csv": văn bản} hoặc {"xlsx": tệp dạng base64}, kèm "mapping": {cột: trường} và "dryRun": true hoặc false; nhận được {found}.',
  },
  'transfer.no-file': { en: 'The recipe needs the file {found}, which is not in the folder.', vi: 'Công thức cần tệp {found}, không có trong thư mục.' },
  'transfer.not-one': { en: 'There must be just one {entity} to change; there are {found}.', vi: 'Phải có đúng một {entity} để sửa; hiện có {found}.' },
  'transfer.no-such-key': {
    en: 'No {entity} was loaded under the key {found}. Load it in an earlier step, or mend the key.',
    vi: 'Chưa nạp {entity} nào với khóa {found}. Hãy nạp ở bước trước, hoặc sửa khóa.',
  },
  'transfer.no-key': { en: 'The row has no key.', vi: 'Dòng không có khóa.' },
  'transfer.orphan-line': { en: 'The line belongs to {found}, which no row describes.', vi: 'Dòng này thuộc về {found}, nhưng không có dòng nào mô tả.' },
} as const;

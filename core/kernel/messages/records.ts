/** Sentences about records, by stable code. */
export const recordsMessages = {
  'record.not-found': { en: 'There is no such {entity}, or you may not see it.', vi: 'Không có {entity} này, hoặc bạn không được xem.' },
  'record.forbidden': { en: 'You may not {verb} this {entity}.', vi: 'Bạn không được {verb} {entity} này.' },
  'record.entity-forbidden': { en: 'You may not {verb} {entity}.', vi: 'Bạn không được {verb} {entity}.' },
  'record.rule-after': { en: 'With these values the {entity} would be out of your rights.', vi: 'Với các giá trị này, {entity} sẽ nằm ngoài quyền của bạn.' },
  'record.field-forbidden': { en: 'You may not change {field}.', vi: 'Bạn không được sửa {field}.' },
  'record.not-an-object': { en: 'Send the record as a JSON object.', vi: 'Hãy gửi bản ghi dạng đối tượng JSON.' },
  'record.unknown-key': { en: '{entity} has no field {found}. {hint}', vi: '{entity} không có trường {found}. {hint}' },
  'record.system-key': { en: '{found} is kept by the system and cannot be written.', vi: '{found} do hệ thống quản lý, không thể ghi.' },
  'record.read-only': { en: '{field} cannot be written.', vi: 'Không thể ghi {field}.' },
  'record.set-once': {
    en: '{field} is given once and stays as it is. Where it must be another, duplicate the record and give it there.',
    vi: '{field} chỉ nhập một lần và giữ nguyên. Nếu cần giá trị khác, hãy nhân bản bản ghi và nhập ở đó.',
  },
  'record.invalid': { en: 'The record breaks rules: {count}.', vi: 'Bản ghi vi phạm quy tắc: {count}.' },
  'record.check': { en: '{message}', vi: '{message}' },
  'record.formula-overflow': { en: '{field} becomes too large: {found}.', vi: '{field} trở nên quá lớn: {found}.' },
  'record.not-unique': { en: 'There is another {entity} with the same {fields}.', vi: 'Đã có {entity} khác với cùng {fields}.' },
  'record.period-reversed': { en: '{to} must come after {from}.', vi: '{to} phải sau {from}.' },
  'record.tree-cycle': { en: '{field}: a record cannot lie within itself.', vi: '{field}: bản ghi không thể nằm trong chính nó.' },
  'record.tree-depth': { en: '{field}: at most {most} levels lie within each other.', vi: '{field}: tối đa {most} cấp lồng nhau.' },
  'record.overlap': { en: '{message}{other}', vi: '{message}{other}' },
  'record.overlap-plain': { en: 'The period {fields} is taken already.', vi: 'Khoảng {fields} đã có bản ghi khác.' },
  'record.no-such-reference': {
    en: '{field}: there is no such {entity}, or you may not see it.',
    vi: '{field}: không có {entity} này, hoặc bạn không được xem.',
  },
  'record.not-choosable': { en: '{field}: this {entity} cannot be chosen here.', vi: '{field}: không thể chọn {entity} này tại đây.' },
  'record.still-referred': { en: 'It is still used by {found}.', vi: 'Vẫn đang được dùng bởi {found}.' },
  'record.frozen': {
    en: 'In the state {state} this {entity} can neither be changed nor deleted.',
    vi: 'Ở trạng thái {state}, {entity} này không thể sửa hay xóa.',
  },
  'record.stale': {
    en: 'The record has changed since: yours is version {yours}, the present one {present}.',
    vi: 'Bản ghi đã thay đổi: bạn có phiên bản {yours}, hiện tại là {present}.',
  },
  'record.bad-version': {
    en: 'The version must be a whole number, as the record gives it; found {found}.',
    vi: 'Phiên bản phải là số nguyên như bản ghi đưa ra; nhận được {found}.',
  },
  'record.lines-count': { en: '{field} needs {min} to {max} lines; there are {found}.', vi: '{field} cần từ {min} đến {max} dòng; hiện có {found}.' },
  'record.no-such-secret': { en: 'The plugin {plugin} has no secret field {found}.', vi: 'Plugin {plugin} không có trường bí mật {found}.' },
  'record.unknown-line': { en: 'There is no such line in this record.', vi: 'Không có dòng này trong bản ghi.' },
  'record.line-twice': { en: 'The line is there twice.', vi: 'Dòng xuất hiện hai lần.' },
  'record.unknown-action': { en: '{entity} has no action {found}. Valid: {valid}.', vi: '{entity} không có hành động {found}. Hợp lệ: {valid}.' },
  'record.action-forbidden': { en: 'You may not run {action} on this {entity}.', vi: 'Bạn không được thực hiện {action} với {entity} này.' },
  'record.wrong-state': { en: '{action} starts from {from}; this {entity} is {state}.', vi: '{action} bắt đầu từ {from}; {entity} này đang ở {state}.' },
  'record.unknown-input': { en: '{action} does not ask for {found}. Valid: {valid}.', vi: '{action} không yêu cầu {found}. Hợp lệ: {valid}.' },
  'record.nothing-to-undo': {
    en: 'Nothing can be undone: something else has happened to this {entity} since.',
    vi: 'Không có gì để hoàn tác: {entity} này đã có thay đổi khác.',
  },
  'record.undo-too-late': {
    en: '{action} can be undone within {minutes} minutes; that time is over.',
    vi: '{action} chỉ hoàn tác được trong {minutes} phút; đã quá thời hạn.',
  },
  'record.built-upon': {
    en: '{action} cannot be undone: {found} came of it. Delete that first, or cancel this instead.',
    vi: 'Không thể hoàn tác {action}: đã phát sinh {found}. Hãy xóa trước, hoặc hủy chứng từ này.',
  },
  'record.guard': { en: '{message}', vi: '{message}' },
  'record.scope-taken': { en: 'There are settings already; change those.', vi: 'Đã có thiết lập; hãy sửa thiết lập đó.' },
  'record.comment-text': { en: 'A comment needs 1 to {longest} characters of text.', vi: 'Bình luận cần từ 1 đến {longest} ký tự.' },
  'record.mentions': {
    en: 'mentions must be a list of at most {most} ids of users whom you may see.',
    vi: 'mentions phải là danh sách tối đa {most} mã người dùng mà bạn được xem.',
  },
  'record.no-comment': { en: 'There is no such comment of yours.', vi: 'Không có bình luận này của bạn.' },
  'record.ids': {
    en: 'Send either ids, a list of 1 to {most} ids, or a filter.',
    vi: 'Hãy gửi ids, danh sách từ 1 đến {most} mã, hoặc filter.',
  },
  'record.bulk-key': { en: 'There is no key {found} here. Valid: {valid}.', vi: 'Ở đây không có khóa {found}. Hợp lệ: {valid}.' },
  'record.no-changes': {
    en: 'Say in "changes" which fields get which values.',
    vi: 'Hãy nêu trong "changes" những trường nào nhận giá trị nào.',
  },
  'record.filter-too-many': {
    en: 'The filter finds {found} records; an action is run on at most {most} at once. Narrow it.',
    vi: 'Bộ lọc tìm thấy {found} bản ghi; mỗi lần chỉ thực hiện trên tối đa {most}. Hãy thu hẹp bộ lọc.',
  },
  'record.four-eyes': {
    en: '{action} needs a second pair of eyes: you had a hand in this {entity} yourself. Ask somebody else.',
    vi: '{action} cần người thứ hai: chính bạn đã tham gia lập {entity} này. Hãy nhờ người khác.',
  },
  'record.idempotency-conflict': { en: 'The Idempotency-Key was used for another request.', vi: 'Idempotency-Key đã được dùng cho yêu cầu khác.' },
  'record.idempotency-running': {
    en: 'The first request with this Idempotency-Key is still running; try again in a moment.',
    vi: 'Yêu cầu đầu tiên với Idempotency-Key này đang chạy; hãy thử lại sau giây lát.',
  },
  'record.idempotency-key': {
    en: 'An Idempotency-Key has 1 to 200 visible ASCII characters.',
    vi: 'Idempotency-Key có từ 1 đến 200 ký tự ASCII nhìn thấy được.',
  },
  'record.no-guarded-message': { en: 'The conditions of {action} are not met.', vi: 'Chưa đủ điều kiện cho {action}.' },
  'record.try-again': { en: 'Two changes met; try again.', vi: 'Hai thay đổi gặp nhau; hãy thử lại.' },
  'conversion.nothing-open': { en: 'Nothing is open any more.', vi: 'Không còn gì để thực hiện.' },
  'conversion.nothing-chosen': { en: 'Say how much of one line at least.', vi: 'Hãy nhập số lượng của ít nhất một dòng.' },
  'conversion.too-fine': {
    en: 'It is less than the least quantity in the unit of the document that is made. Ask for more, or choose a finer unit.',
    vi: 'Ít hơn số lượng nhỏ nhất theo đơn vị của chứng từ được lập. Hãy lấy nhiều hơn hoặc chọn đơn vị nhỏ hơn.',
  },
  'conversion.not-open': { en: 'Of this line nothing is open.', vi: 'Dòng này không còn phần nào mở.' },
  'conversion.negative': { en: 'The quantity cannot be below zero.', vi: 'Số lượng không thể nhỏ hơn không.' },
  'conversion.more-than-open': { en: '{asked} is more than the {open} that is open.', vi: '{asked} nhiều hơn số còn mở là {open}.' },
  'conversion.too-much': { en: '{label}: {taken} would be taken of {most}.', vi: '{label}: sẽ lấy {taken} trên tổng {most}.' },
  'conversion.other-unit': {
    en: '{label}: {unit} cannot be converted into {of}, in which it is counted. Choose a unit of the category of {of}, or put both units into one category.',
    vi: '{label}: không quy đổi được {unit} sang {of} là đơn vị của dòng này. Hãy chọn đơn vị cùng nhóm với {of}, hoặc xếp hai đơn vị vào một nhóm.',
  },
  'conversion.strange-unit': {
    en: 'It is in a unit that cannot be converted into that of the line that it came of. Choose another unit.',
    vi: 'Đơn vị này không quy đổi được sang đơn vị của dòng gốc. Hãy chọn đơn vị khác.',
  },
  'conversion.more-than-there': { en: 'It is more than there is.', vi: 'Nhiều hơn số hiện có.' },
  'conversion.below-made': { en: '{field} cannot be less than what was made of it.', vi: '{field} không thể nhỏ hơn số đã thực hiện.' },
  'conversion.below-done': { en: '{field} cannot be less than the {taken} that was made of it.', vi: '{field} không thể nhỏ hơn {taken} đã thực hiện.' },
  'conversion.already-made': {
    en: '{made} was made of it already. Go on with that, or cancel or delete it first.',
    vi: 'Đã lập {made} từ bản ghi này. Hãy tiếp tục với chứng từ đó, hoặc hủy hay xóa nó trước.',
  },
  'conversion.none': {
    en: '{action} of {entity} is no conversion; it proposes nothing.',
    vi: '{action} của {entity} không phải chuyển đổi; không có đề xuất.',
  },
  'ledger.no-dimension': {
    en: '{ledger}: nothing says which {dimension} it is for. Fill in {dimension} on the document, or on the one that it came of.',
    vi: '{ledger}: chưa biết {dimension} nào. Hãy điền {dimension} trên chứng từ, hoặc trên chứng từ gốc.',
  },
  'ledger.constraint': { en: '{message} {place}. {figures}', vi: '{message} {place}. {figures}' },
  'ledger.too-large': {
    en: '{measure} of {place} would have more than {most} digits before the point.',
    vi: '{measure} của {place} sẽ có hơn {most} chữ số trước dấu thập phân.',
  },
  'record.number-part': {
    en: 'The number is made with {field}, which is empty. Fill it in first.',
    vi: 'Số chứng từ cần {field} nhưng đang trống. Hãy điền trước.',
  },
  'record.number-series': {
    en: '{field} stays as it is: the number {number} was counted for it, and another would count it once more. Make a new record with the other {field}, and cancel or delete this one.',
    vi: 'Không đổi được {field}: số {number} đã được đánh theo giá trị này và dãy số khác có thể cấp lại. Hãy lập bản ghi mới với {field} khác, rồi hủy hoặc xóa bản ghi này.',
  },
  'unit.incompatible': {
    en: '{from} cannot be converted into {to}: units are converted within one category.',
    vi: 'Không quy đổi được {from} sang {to}: chỉ quy đổi giữa các đơn vị cùng nhóm.',
  },
  'unit.whole': {
    en: '{field}: {unit} is counted in whole numbers; found {found}.',
    vi: '{field}: {unit} chỉ đếm theo số nguyên; nhận được {found}.',
  },
  'unit.decimals': {
    en: '{field}: {unit} has at most {decimals} decimals; found {found}. Round it, or use a finer unit.',
    vi: '{field}: {unit} có tối đa {decimals} số lẻ; nhận được {found}. Hãy làm tròn hoặc dùng đơn vị nhỏ hơn.',
  },
  'unit.not-counted-in': {
    en: '{field}: this is counted in {expected}, not in {unit}. Choose {expected}.',
    vi: '{field}: mặt hàng này tính theo {expected}, không phải {unit}. Hãy chọn {expected}.',
  },
  'unit.not-convertible': {
    en: '{unit} cannot be converted into {expected}. Choose {expected} or a unit of its category, or give {unit} that category and a factor.',
    vi: 'Không quy đổi được {unit} sang {expected}. Hãy chọn {expected} hoặc đơn vị cùng nhóm, hoặc khai nhóm và hệ số cho {unit}.',
  },
  'unit.uneven': {
    en: '{field}: {found} {unit} would be {exact} {expected}, of which at most {decimals} decimals are counted. Change the quantity, or enter it in {expected}.',
    vi: '{field}: {found} {unit} bằng {exact} {expected}, trong khi {expected} chỉ đếm tối đa {decimals} số lẻ. Hãy sửa số lượng, hoặc nhập theo {expected}.',
  },
  'exchange.no-rate': {
    en: 'There is no rate of {currency} in {against} on {day} for {company}. Enter one under exchange rates, for this company or for all, or on the document itself.',
    vi: 'Chưa có tỷ giá {currency} sang {against} ngày {day} cho {company}. Hãy nhập tỷ giá trong danh mục tỷ giá, cho công ty này hoặc cho mọi công ty, hoặc ngay trên chứng từ.',
  },
  'exchange.not-positive': {
    en: '{field} must be more than zero; found {found}.',
    vi: '{field} phải lớn hơn không; nhận được {found}.',
  },
  'record.other-company': {
    en: '{field}: {found} belongs to another company. Choose a {entity} of the company of this record.',
    vi: '{field}: {found} thuộc công ty khác. Hãy chọn {entity} của công ty trên bản ghi này.',
  },
  'record.numbered': {
    en: 'This {entity} has the number {number}, and no number may be missing. Cancel it instead of deleting it.',
    vi: '{entity} này đã có số {number} và dãy số không được thiếu. Hãy hủy thay vì xóa.',
  },
  'record.number-too-large': {
    en: 'A number that would be worked out has more digits than there is room for.',
    vi: 'Một số được tính ra có nhiều chữ số hơn mức lưu được.',
  },
  'ledger.unbalanced': { en: 'The entries of a posting in {ledger} do not add up to zero.', vi: 'Các dòng của bút toán trong {ledger} không cân bằng.' },
  'ledger.reversed': { en: 'This has been taken back already.', vi: 'Bút toán này đã được đảo.' },
} as const;

/** Sentences of sign-in and rights, by stable code. */
export const identityMessages = {
  'identity.not-signed-in': {
    en: 'Sign in first, or send an API key as "Authorization: Bearer …".',
    vi: 'Hãy đăng nhập trước, hoặc gửi khóa API dạng "Authorization: Bearer …".',
  },
  'identity.sign-in-incomplete': {
    en: 'Send e-mail and password as text: {"email": "…", "password": "…"}.',
    vi: 'Hãy gửi email và mật khẩu dạng văn bản: {"email": "…", "password": "…"}.',
  },
  'identity.sign-in-refused': {
    en: 'E-mail or password is wrong, or the user may not sign in.',
    vi: 'Email hoặc mật khẩu không đúng, hoặc người dùng không được phép đăng nhập.',
  },
  'identity.too-many-attempts': {
    en: 'Too many failed attempts. Try again in {seconds} seconds.',
    vi: 'Quá nhiều lần thử không thành công. Hãy thử lại sau {seconds} giây.',
  },
  'identity.password-too-short': { en: 'The password needs at least {shortest} characters.', vi: 'Mật khẩu cần ít nhất {shortest} ký tự.' },
  'identity.password-too-long': { en: 'The password may have at most {longest} characters.', vi: 'Mật khẩu được có tối đa {longest} ký tự.' },
  'identity.password-too-common': {
    en: 'This password is easily guessed. Choose one without common words and without your name.',
    vi: 'Mật khẩu này dễ đoán. Hãy chọn mật khẩu không chứa từ thông dụng và không chứa tên của bạn.',
  },
  'identity.current-password-wrong': { en: 'The current password is wrong.', vi: 'Mật khẩu hiện tại không đúng.' },
  'identity.password-unchanged': { en: 'Choose a password that differs from the current one.', vi: 'Hãy chọn mật khẩu khác với mật khẩu hiện tại.' },
  'identity.must-change-password': { en: 'Change your password first: POST /api/auth/password.', vi: 'Hãy đổi mật khẩu trước: POST /api/auth/password.' },
  'identity.cross-site': { en: 'Requests that change something are not taken from other sites.', vi: 'Không nhận yêu cầu thay đổi dữ liệu từ trang web khác.' },
  'identity.administrators-only': { en: 'Only an administrator may do this.', vi: 'Chỉ quản trị viên được làm việc này.' },
  'identity.unknown-user': { en: 'There is no such user.', vi: 'Không có người dùng này.' },
  'identity.no-email': {
    en: 'The user has no e-mail address, which is needed to sign in. Give one first.',
    vi: 'Người dùng chưa có địa chỉ email, cần có để đăng nhập. Hãy nhập email trước.',
  },
  'identity.unknown-column': { en: 'This list has no field {found}. Valid: {valid}.', vi: 'Danh sách này không có trường {found}. Hợp lệ: {valid}.' },
  'identity.list-form': {
    en: 'Send {"columns": ["field", …], "sort": ["field", "ASC" or "DESC"]}, each at most once and both optional.',
    vi: 'Hãy gửi {"columns": ["trường", …], "sort": ["trường", "ASC" hoặc "DESC"]}, mỗi phần tối đa một lần và không bắt buộc.',
  },
  'identity.unknown-locale': { en: 'Unknown language {found}. Valid: {valid}.', vi: 'Ngôn ngữ {found} không có. Hợp lệ: {valid}.' },
  'identity.declared-role': {
    en: 'The role {name} comes with a plugin and cannot be changed or deleted. Make a role of your own.',
    vi: 'Vai trò {name} thuộc một plugin, không thể sửa hay xóa. Hãy tạo vai trò riêng.',
  },
  'identity.unknown-entity': { en: 'There is no entity {found}. {hint}', vi: 'Không có thực thể {found}. {hint}' },
  'identity.unknown-grant-name': {
    en: '{found} is no field or action of {entity}. {hint}',
    vi: '{found} không phải là trường hay hành động của {entity}. {hint}',
  },
  'identity.wrong-rule': { en: 'The rule is wrong: found {found}, expected {expected}. {remedy}', vi: 'Quy tắc sai: có {found}, cần {expected}. {remedy}' },
  'identity.last-administrator': {
    en: 'This is the last active administrator; make another one first.',
    vi: 'Đây là quản trị viên đang hoạt động cuối cùng; hãy chỉ định người khác trước.',
  },
  'identity.system-user': { en: 'The system user cannot be changed or deleted.', vi: 'Không thể sửa hay xóa người dùng hệ thống.' },
  'identity.no-company': {
    en: 'You were given no company, so you work with the documents of none. Ask an administrator for yours.',
    vi: 'Bạn chưa được giao công ty nào nên chưa làm việc với chứng từ nào. Hãy nhờ quản trị viên chỉ định công ty.',
  },
  'identity.not-your-company': {
    en: 'You do not work for this company. Choose another one.',
    vi: 'Bạn không làm việc cho công ty này. Hãy chọn công ty khác.',
  },
} as const;

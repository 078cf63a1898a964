/** Sentences about the workspace, by stable code. */
export const workspaceMessages = {
  'workspace.forbidden': { en: 'The workspace is for administrators.', vi: 'Không gian tùy chỉnh chỉ dành cho quản trị viên.' },
  'workspace.files': { en: 'Send "files" as an object of texts by path.', vi: 'Hãy gửi "files" là đối tượng gồm các văn bản theo đường dẫn.' },
  'workspace.base': {
    en: 'Say the revision that the files were made from as "base", or null to take the place of any.',
    vi: 'Hãy cho biết "base" là phiên bản gốc của các tệp, hoặc null để thay thế bất kỳ phiên bản nào.',
  },
  'workspace.stale': {
    en: 'The workspace has changed since: yours was made from revision {base}, the present one is {head}.',
    vi: 'Không gian tùy chỉnh đã thay đổi: của bạn dựa trên phiên bản {base}, hiện tại là {head}.',
  },
  'workspace.plugins-missing': {
    en: 'The database is in use with plugins that are not loaded here: {plugins}. Nothing was changed.',
    vi: 'Cơ sở dữ liệu đang dùng các plugin chưa được nạp ở đây: {plugins}. Chưa có gì thay đổi.',
  },
  'workspace.problems': { en: 'The files have problems: {count}.', vi: 'Các tệp có lỗi: {count}.' },
  'workspace.unsettled': {
    en: 'Revision {revision} is in force, but not all rows could follow yet. Correct what is named as the cause; the rest is done by itself.',
    vi: 'Phiên bản {revision} đã có hiệu lực, nhưng chưa phải mọi dòng đều theo kịp. Hãy sửa điều được nêu là nguyên nhân; phần còn lại tự hoàn tất.',
  },
  'workspace.refused': { en: '{detail}', vi: '{detail}' },
} as const;

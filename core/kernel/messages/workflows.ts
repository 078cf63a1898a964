/** Sentences about workflows, by stable code. */
export const workflowsMessages = {
  'workflow.no-record': { en: 'A step needs a record, but there is none. {expression}', vi: 'Bước này cần một bản ghi nhưng không có. {expression}' },
  'workflow.circle': {
    en: 'Workflows set each other off more than {most} times; the change was not made.',
    vi: 'Các quy trình kích hoạt lẫn nhau quá {most} lần; thay đổi không được thực hiện.',
  },
  'workflow.no-user': { en: 'The user whom it runs for is not active any more.', vi: 'Người dùng mà quy trình chạy thay không còn hoạt động.' },
  'workflow.no-address': { en: 'There is no e-mail address to send to: {found}', vi: 'Không có địa chỉ email để gửi: {found}' },
  'workflow.no-handler': { en: 'The plugin {plugin} gives no step {handler}.', vi: 'Plugin {plugin} không có bước {handler}.' },
  'workflow.poison': { en: 'The step ended its process {deaths} times.', vi: 'Bước này đã làm dừng tiến trình {deaths} lần.' },
  'workflow.step-failed': { en: 'The step failed again and again.', vi: 'Bước này liên tục thất bại.' },
  'workflow.event-failed': { en: 'An event could not be followed: {message}', vi: 'Không thể xử lý sự kiện: {message}' },
  'workflow.unfit-definition': {
    en: 'The plugins do not have any more what this run needs: {message}',
    vi: 'Các plugin không còn những gì quy trình này cần: {message}',
  },
} as const;

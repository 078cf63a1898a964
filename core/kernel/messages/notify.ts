/** Sentences about notices and mail, by stable code. */
export const notifyMessages = {
  'notify.mail-refused': { en: 'The mail server refused it: {message}', vi: 'Máy chủ thư đã từ chối: {message}' },
  'notify.no-mail-server': {
    en: 'No mail can be sent: set SMTP_URL and start Trellis anew.',
    vi: 'Không thể gửi email: hãy đặt SMTP_URL và khởi động lại Trellis.',
  },
  'notify.mentioned': { en: '{author} mentioned you: {record}', vi: '{author} đã nhắc đến bạn: {record}' },
} as const;

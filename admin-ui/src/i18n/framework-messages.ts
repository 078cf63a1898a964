import type { Locale } from './use-text.js';

/** What react-admin itself may say in our screens; everything else is never shown. */
export const frameworkMessages: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    'ra.notification.http_error': 'The server cannot be reached',
    'ra.notification.offline': 'No connection',
    'ra.notification.item_doesnt_exist': 'The record is not there, or you may not see it',
    'ra.message.invalid_form': 'Please mend what is marked.',
    'ra.validation.required': 'A value is needed',
    'ra.action.undo': 'Undo',
    'ra.action.close': 'Close',
    'ra.page.loading': 'Loading',
    'ra.page.not_found': 'There is no such page',
    'ra.page.error': 'Something went wrong',
    'ra.navigation.skip_nav': 'Skip to content',
  },
  vi: {
    'ra.notification.http_error': 'Không kết nối được máy chủ',
    'ra.notification.offline': 'Không có kết nối',
    'ra.notification.item_doesnt_exist': 'Bản ghi không có, hoặc bạn không được xem',
    'ra.message.invalid_form': 'Hãy sửa những chỗ được đánh dấu.',
    'ra.validation.required': 'Cần nhập giá trị',
    'ra.action.undo': 'Hoàn tác',
    'ra.action.close': 'Đóng',
    'ra.page.loading': 'Đang tải',
    'ra.page.not_found': 'Không có trang này',
    'ra.page.error': 'Đã có lỗi',
    'ra.navigation.skip_nav': 'Tới nội dung',
  },
};

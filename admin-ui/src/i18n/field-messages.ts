/** The sentences of the inputs and values of single types of fields. */
export const fieldMessages = {
  en: {
    'color.choose': 'Choose a colour: {name}',
    'rating.of': '{count} of {best}',
    'duration.hint': 'For instance 1 h 30, 1:30 or 45 min',
  },
  vi: {
    'color.choose': 'Chọn màu: {name}',
    'rating.of': '{count} trên {best}',
    'duration.hint': 'Ví dụ 1 h 30, 1:30 hoặc 45 phút',
  },
} as const;

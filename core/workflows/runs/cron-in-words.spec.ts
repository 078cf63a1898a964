import { expect, test } from '@jest/globals';
import { cronInWords } from './cron-in-words.js';

test.each([
  ['0 2 * * *', 'Every day at 02:00', 'Mỗi ngày lúc 02:00'],
  ['5 * * * *', 'Every hour at minute 05', 'Mỗi giờ, vào phút 05'],
  ['30 8 * * 1', 'Every Monday at 08:30', 'Vào thứ Hai hằng tuần lúc 08:30'],
  ['30 8 * * 7', 'Every Sunday at 08:30', 'Vào Chủ nhật hằng tuần lúc 08:30'],
  ['0 6 1 * *', 'On day 1 of each month at 06:00', 'Ngày 1 hằng tháng lúc 06:00'],
  ['*/5 * * * *', 'By schedule (*/5 * * * *)', 'Theo lịch (*/5 * * * *)'],
  ['0 8-17 * * 1-5', 'By schedule (0 8-17 * * 1-5)', 'Theo lịch (0 8-17 * * 1-5)'],
  ['0 2 * 3 *', 'By schedule (0 2 * 3 *)', 'Theo lịch (0 2 * 3 *)'],
])('%s', (cron, en, vi) => {
  expect([cronInWords(cron, 'en'), cronInWords(cron, 'vi')]).toEqual([en, vi]);
});

import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { readSheet } from '../support/read-sheet.js';
import { ScreensRig } from '../support/screens-rig.js';

let rig: ScreensRig;

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

beforeAll(async () => {
  rig = await ScreensRig.openWith([], (client) => client.make('base/parties', { name: 'Trà Sen', isSupplier: true }));
}, 240_000);
afterEach(() => rig.closePages());
afterAll(() => rig.close());

const words = {
  en: { out: 'Export', into: 'Import', check: 'Check', good: '1 rows are good to go.', unreadable: 'The file cannot be read' },
  vi: { out: 'Xuất', into: 'Nhập dữ liệu', check: 'Kiểm tra', good: '1 dòng hợp lệ', unreadable: 'Không đọc được tệp' },
} as const;

test.each([
  [1440, 'en'],
  [390, 'vi'],
] as const)('a list goes out for Excel and comes in again, at %i px in %s', async (width, locale) => {
  const { out, into, check, good, unreadable } = words[locale];
  const { page, complaints } = await rig.signIn(width, locale);
  await rig.visit(page, `/base/parties?filter=${encodeURIComponent('{"name":"Trà Sen"}')}`);
  await page.getByRole('button', { name: out, exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Excel' }).click()]);
  expect(download.suggestedFilename()).toBe('base-parties.xlsx');
  const file = await readFile(await download.path());
  expect((await readSheet(file)).flat()).toContain('Trà Sen');

  await page.getByRole('link', { name: into, exact: true }).click();
  await page.locator('input[type=file]').setInputFiles({ name: 'bad.xlsx', mimeType: '', buffer: Buffer.from('no workbook') });
  await page.getByText(unreadable).waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'parties.XLSX', mimeType: '', buffer: file });
  await page.getByText('Trà Sen').waitFor();
  await page.getByRole('button', { name: check, exact: true }).click();
  await page.getByText(good).waitFor();
  expect(complaints).toEqual([]);
});

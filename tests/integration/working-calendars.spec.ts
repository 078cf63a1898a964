import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../../core/records/functions/working-calendar.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let home: string;
let paris: string;

beforeAll(async () => {
  app = await startTestApp({ plugins: [await pluginsOfPage('companies.md')] });
  const admin = app.administrator;
  const [company] = (await admin.get('/api/base/companies')).json;
  home = company.id;
  const calendar = await admin.make('core/calendars', {
    name: 'Paris',
    isDefault: false,
    saturday: true,
    holidays: [{ date: '2026-07-14', name: 'Fête nationale' }],
  });
  paris = await admin.make('base/companies', { name: 'Sen Paris', currency: company.currency, timeZone: 'Pacific/Kiritimati', calendar });
}, 120_000);
afterAll(() => app.close());

const promise = async (body: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> =>
  (await app.administrator.post('/api/promises/promises', { what: 'Tea', ...body })).json;

test('due dates are counted by the calendar of the company', async () => {
  // 2026-07-10 is a Friday.
  expect(await promise({ company: paris, given: '2026-07-10' })).toMatchObject({ due: '2026-07-15', workingDays: 3, startsAtWork: true });
  expect(await promise({ company: home, given: '2026-07-10' })).toMatchObject({ due: '2026-07-15', workingDays: 3 });
  expect(await promise({ company: paris, given: '2026-07-14' })).toMatchObject({ due: '2026-07-17', startsAtWork: false });
  expect(await promise({ company: home, given: '2026-09-01' })).toMatchObject({ due: '2026-09-07', startsAtWork: false });
});

test('today is the day of the company', async () => {
  const dayIn = (timeZone: string): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date());
  await app.administrator.patch(`/api/base/companies/${home}`, { timeZone: 'Pacific/Pago_Pago' });
  // The two are 25 hours apart, so their days never agree.
  expect([(await promise({ company: paris }))['given'], (await promise({ company: home }))['given']]).toEqual([
    dayIn('Pacific/Kiritimati'),
    dayIn('Pacific/Pago_Pago'),
  ]);
  await app.administrator.patch(`/api/base/companies/${home}`, { timeZone: 'Asia/Ho_Chi_Minh' });
});

test.each(['Mars/Olympus', 'Asia', 'Asia/Ho_Chi', 'GMT+25', "Asia/Ho_Chi_Minh'; --", '../etc'])('the time zone %s is refused', async (timeZone) => {
  const answer = await app.administrator.patch(`/api/base/companies/${home}`, { timeZone });
  expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: '/timeZone' }] } });
});

const day = fc.integer({ min: 0, max: 3000 }).map((number) => new Date(Date.UTC(2024, 0, 1) + number * 86_400_000).toISOString().slice(0, 10));
const calendar = fc.record({
  weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }).map((days) => new Set(days)),
  holidays: fc.array(day, { maxLength: 60 }).map((days) => new Set(days)),
});

test('what is added is what lies between', () => {
  fc.assert(
    fc.property(calendar, day, fc.integer({ min: 1, max: 200 }), (own, from, count) => {
      const to = addWorkingDays(own, from, count);
      expect(isWorkingDay(own, to)).toBe(true);
      expect(workingDaysBetween(own, from, to)).toBe(count);
      expect(workingDaysBetween(own, to, from)).toBe(-count);
    }),
  );
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { untilCalm } from '../support/until-calm.js';

let app: TestApp;
let admin: Client;
let company: string;
let team: string;
const people: Record<'manager' | 'member', string> = { manager: '', member: '' };

beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
  const currency = await make('base/currencies', { code: 'XTS', name: 'Test money' });
  const [first] = (await admin.get('/api/base/companies')).json;
  company = first.id;
  await admin.patch(`/api/base/companies/${company}`, { name: 'Trà Sen', currency });
  people.manager = await make('core/users', { name: 'Chị Hoa', email: 'hoa@example.com', locale: 'vi' });
  team = await make('core/teams', { name: 'Bán hàng', manager: people.manager });
  people.member = await make('core/users', { name: 'An', email: 'an@example.com', teams: [team] });
});
afterAll(() => app.close());

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);

async function bellOf(user: string): Promise<readonly string[]> {
  const key = (await admin.post('/api/core/api-keys', { name: 'test', actsAs: user })).json._secret;
  const bell = (await app.nobody.withKey(key).get('/api/notices')).json;
  return bell.notices.map((notice: { readonly title: string }) => notice.title);
}

async function activitiesOf(lead: string): Promise<readonly unknown[]> {
  return (await admin.get(`/api/crm/activities?filter=${encodeURIComponent(JSON.stringify({ lead }))}&sort=["id","ASC"]`)).json;
}

/** What waits has waited long enough. */
async function letTimePass(lead: string): Promise<void> {
  await untilCalm(app.databaseUrl);
  const woken = await rowsOf(
    app.databaseUrl,
    `UPDATE trellis_step s SET due_at = clock_timestamp() - interval '1 second' FROM trellis_run r WHERE r.id = s.run AND r.record_id = '${lead}' AND s.status = 'waiting' RETURNING 1`,
  );
  expect(woken).toHaveLength(1);
  for (let turn = 0; turn < 600; turn += 1) {
    const due = await rowsOf(app.databaseUrl, `SELECT FROM trellis_step WHERE status = 'waiting' AND due_at <= clock_timestamp()`);
    if (due.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await untilCalm(app.databaseUrl);
}

/** Worked out by hand: the first day after today that is neither a weekend nor a holiday of the company's calendar. */
async function nextWorkingDay(): Promise<string> {
  const holidays = (await admin.get('/api/core/calendars?expand=holidays')).json.flatMap((one: { readonly holidays?: readonly { readonly date: string }[] }) =>
    (one.holidays ?? []).map(({ date }) => date),
  );
  expect(holidays.length).toBeGreaterThan(10);
  const today = new Date(Date.now() + 7 * 3_600_000);
  for (let ahead = 1; ; ahead += 1) {
    const day = new Date(today.getTime() + ahead * 86_400_000);
    const text = day.toISOString().slice(0, 10);
    if (![0, 6].includes(day.getUTCDay()) && !holidays.includes(text)) return text;
  }
}

test('a lead that nobody touches: first contact by the next working day, a reminder, then the manager', async () => {
  const lead = await make('crm/leads', { name: 'Khách sạn Hương Giang', company, team, owner: null });
  await untilCalm(app.databaseUrl);
  expect((await admin.get(`/api/crm/leads/${lead}`)).json.owner).toBe(people.member);
  expect(await activitiesOf(lead)).toMatchObject([{ owner: people.member, kind: 'call', state: 'open', dueDate: await nextWorkingDay() }]);
  expect(await bellOf(people.member)).toEqual([]);
  await letTimePass(lead);
  expect(await bellOf(people.member)).toEqual(['First contact is overdue: Khách sạn Hương Giang']);
  expect(await bellOf(people.manager)).toEqual([]);
  await letTimePass(lead);
  expect(await bellOf(people.manager)).toEqual(['Chưa ai liên hệ khách này: Khách sạn Hương Giang']);
  expect(await activitiesOf(lead)).toMatchObject([{ owner: people.member }, { owner: people.manager, kind: 'task', state: 'open' }]);
  const [run] = (await admin.get(`/api/workflows/runs?entity=crm.lead&record=${lead}`)).json;
  expect(run).toMatchObject({ status: 'done', outcome: null });
});

test('once the first contact is done, nobody is reminded, and nobody is told on', async () => {
  const lead = await make('crm/leads', { name: 'Quán trà Bến Ngự', company, team, owner: null });
  await untilCalm(app.databaseUrl);
  const before = [await bellOf(people.member), await bellOf(people.manager)];
  const [activity] = (await admin.get(`/api/crm/activities?filter=${encodeURIComponent(JSON.stringify({ lead }))}`)).json;
  expect((await admin.post(`/api/crm/activities/${activity.id}/actions/finish`)).status).toBe(200);
  await letTimePass(lead);
  await letTimePass(lead);
  expect([await bellOf(people.member), await bellOf(people.manager)]).toEqual(before);
  expect(await activitiesOf(lead)).toHaveLength(1);
});

test('a lead that somebody from outside gives to a team is taken by one of the team; one of the team keeps an own one', async () => {
  const lead = await make('crm/leads', { name: 'Tiệm bánh Kim Long', company, team });
  const own = await make('crm/leads', { name: 'Của An', company, team, owner: people.member });
  await untilCalm(app.databaseUrl);
  expect((await admin.get(`/api/crm/leads/${lead}`)).json.owner).toBe(people.member);
  const course = (await admin.get(`/api/workflows/runs?entity=crm.lead&record=${own}`)).json;
  const { steps } = (await admin.get(`/api/workflows/runs/${course[0].id}`)).json;
  expect(steps[0]).toMatchObject({ kind: 'transition', status: 'skipped' });
});

test('the first contact is called in the language of whoever is to make it, until somebody sets what it is called', async () => {
  const lead = await make('crm/leads', { name: 'Tea house', company, owner: people.manager });
  await untilCalm(app.databaseUrl);
  expect(await activitiesOf(lead)).toMatchObject([{ owner: people.manager, subject: 'Liên hệ lần đầu: Tea house' }]);
});

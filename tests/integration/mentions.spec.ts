import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let mai: Client;
let nam: Client;
const ids: Record<'mai' | 'nam' | 'gone' | 'lead', string> = { mai: '', nam: '', gone: '', lead: '' };

beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
  const currency = await make('base/currencies', { code: 'XTS', name: 'Test money' });
  const [company] = (await admin.get('/api/base/companies')).json;
  await admin.patch(`/api/base/companies/${company.id}`, { name: 'Trà Sen', currency });
  const roles = (await admin.get('/api/core/roles?range=[0,99]')).json;
  const role = roles.find(({ code }: { readonly code: string | null }) => code === 'crm.salesperson').id;
  ids.mai = await make('core/users', { name: 'Mai', email: 'mai@example.com', roles: [role], locale: 'vi' });
  ids.nam = await make('core/users', { name: 'Nam', email: 'nam@example.com', roles: [role], locale: 'en' });
  ids.gone = await make('core/users', { name: 'Gone', email: 'gone@example.com', roles: [role], isActive: false });
  ids.lead = await make('crm/leads', { name: 'Tea house', company: company.id, owner: ids.mai });
  mai = await signIn(ids.mai, 'mai@example.com');
  nam = await signIn(ids.nam, 'nam@example.com');
}, 120_000);
afterAll(() => app.close());

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);

async function signIn(id: string, email: string): Promise<Client> {
  const { password } = (await admin.post(`/api/auth/users/${id}/password`)).json;
  const first = await app.nobody.signIn(email, password);
  await first.post('/api/auth/password', { current: password, password: 'a good new one' });
  return app.nobody.signIn(email, 'a good new one');
}

const comment = (client: Client, body: unknown): Promise<Answer> => client.post(`/api/crm/leads/${ids.lead}/comments`, body);

test('a mention reaches who may see the record, in the own language, and nobody else', async () => {
  const said = await comment(admin, { text: '@Mai @Nam @Gone please call', mentions: [ids.mai, ids.nam, ids.gone, ids.mai] });
  expect(said).toMatchObject({ status: 201, json: { mentions: [{ id: ids.mai, label: 'Mai' }] } });
  expect((await admin.get(`/api/crm/leads/${ids.lead}/comments`)).json[0].mentions).toEqual([{ id: ids.mai, label: 'Mai' }]);
  expect((await mai.get('/api/notices')).json).toMatchObject({
    unread: 1,
    notices: [{ title: 'Administrator đã nhắc đến bạn: Tea house', entity: 'crm.lead', record: ids.lead, isMention: true, isRead: false }],
  });
  expect((await nam.get('/api/notices')).json).toEqual({ unread: 0, notices: [] });
});

test('my day holds mentions until they are read', async () => {
  const { mentions } = (await mai.get('/api/my-day')).json;
  expect(mentions).toMatchObject([{ text: '@Mai @Nam @Gone please call', record: ids.lead }]);
  // What belongs to another is not read by naming it.
  await nam.post('/api/notices/read', { ids: [mentions[0].id] });
  expect((await mai.get('/api/my-day')).json.mentions).toHaveLength(1);
  expect(await mai.post('/api/notices/read', { ids: [mentions[0].id] })).toMatchObject({ status: 200, json: { unread: 0 } });
  expect((await mai.get('/api/my-day')).json.mentions).toEqual([]);
  expect((await mai.get('/api/notices')).json.notices).toMatchObject([{ isRead: true }]);
});

test('the author is not told; a comment taken back takes its notices along; a repeated request tells once', async () => {
  await comment(mai, { text: '@Mai to myself', mentions: [ids.mai] });
  const key = { 'idempotency-key': 'once' };
  const body = { text: 'soon @Mai', mentions: [ids.mai] };
  const first = await admin.post(`/api/crm/leads/${ids.lead}/comments`, body, key);
  await admin.post(`/api/crm/leads/${ids.lead}/comments`, body, key);
  expect((await mai.get('/api/notices')).json.unread).toBe(1);
  await admin.delete(`/api/crm/leads/${ids.lead}/comments/${first.json.id}`);
  expect((await mai.get('/api/notices')).json.unread).toBe(0);
});

test.each([
  ['no list', 'x', '/mentions'],
  ['an object', { id: 1 }, '/mentions'],
  ['no id', ['x'], '/mentions/0'],
  ['nobody', ['018f0000-0000-7000-8000-000000000000'], '/mentions/0'],
  ['too many', Array.from({ length: 21 }, () => '018f0000-0000-7000-8000-000000000000'), '/mentions'],
])('mentions that are %s are refused', async (_, mentions, pointer) => {
  expect(await comment(admin, { text: 'x', mentions })).toMatchObject({ status: 422, json: { errors: [{ pointer, code: 'record.mentions' }] } });
});

test('my day says what is overdue and which action ends it', async () => {
  const activity = await make('crm/activities', { subject: 'Late call', owner: ids.mai, dueDate: '2020-01-01' });
  const { agenda } = (await mai.get('/api/my-day')).json;
  const late = agenda.find(({ id }: { readonly id: string }) => id === activity);
  expect(late).toMatchObject({ isOverdue: true, isToday: false, ends: 'finish' });
  expect(await mai.post(`/api/crm/activities/${activity}/actions/${late.ends}`)).toMatchObject({ status: 200 });
  expect((await mai.get('/api/my-day')).json.agenda.some(({ id }: { readonly id: string }) => id === activity)).toBe(false);
  expect((await nam.get('/api/my-day')).json.agenda).toEqual([]);
});

test('who sees a record sees the course of its runs, but nothing of what went through them', async () => {
  const of = `entity=crm.lead&record=${ids.lead}`;
  const end = Date.now() + 20_000;
  let runs: { readonly id: string; readonly at: string }[] = [];
  while (runs[0]?.at !== 'delay waiting') {
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(runs)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
    runs = (await mai.get(`/api/workflows/runs?${of}`)).json;
  }
  const run = `/api/workflows/runs/${runs[0]?.id}`;
  const whole = (await admin.get(run)).json.steps.find(({ kind }: { readonly kind: string }) => kind === 'create');
  expect(whole).toMatchObject({ input: { subject: 'Liên hệ lần đầu: Tea house' }, attempts: [{ outcome: 'done' }] });
  const seen = await mai.get(run);
  expect(seen.json.steps.find(({ kind }: { readonly kind: string }) => kind === 'create')).toMatchObject({
    title: 'Tạo Hoạt động',
    status: 'done',
    input: null,
    output: null,
    error: null,
    worker: null,
    attempts: [],
  });
  expect(seen.text).not.toContain('Liên hệ lần đầu');
  expect(await nam.get(run)).toMatchObject({ status: 404, json: { code: 'workflow.no-run' } });
  expect(await nam.get(`/api/workflows/runs?${of}`)).toMatchObject({ status: 404, json: { code: 'workflow.no-such-record' } });
  expect(await mai.get('/api/workflows/runs')).toMatchObject({ status: 403, json: { code: 'workflow.forbidden' } });
  // The rights to a record are not those to another that bears the same id.
  expect(await mai.get(`/api/workflows/runs?entity=crm.activity&record=${ids.lead}`)).toMatchObject({ status: 404 });
  for (const verb of ['retry', 'skip', 'cancel']) expect(await mai.post(`${run}/${verb}`)).toMatchObject({ status: 403 });
});

import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ScreensRig } from '../support/screens-rig.js';

let rig: ScreensRig;
let admin: Client;
let company = '';
let turns = 0;
let lan = { id: '', email: '', password: 'a good new one' };

beforeAll(async () => {
  rig = await ScreensRig.open();
  admin = rig.app.administrator;
  [company] = (await admin.get('/api/base/companies')).json.map(({ id }: { readonly id: string }) => id);
  const roles = (await admin.get('/api/core/roles?range=[0,99]')).json;
  const role = roles.find(({ code }: { readonly code: string | null }) => code === 'crm.salesperson').id;
  const email = 'mai@example.com';
  const id = await make('core/users', { name: 'Lê Thị Mai', email, roles: [role], locale: 'en' });
  const { password } = (await admin.post(`/api/auth/users/${id}/password`)).json;
  await (await rig.app.nobody.signIn(email, password)).post('/api/auth/password', { current: password, password: lan.password });
  lan = { ...lan, id, email };
}, 120_000);
afterAll(() => rig.close());
afterEach(() => rig.closePages());

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);

interface SeenRun {
  readonly id: string;
  readonly status: string;
  readonly at: string;
}

/** The run about a lead, once it stands there. */
async function runAt(lead: string, at: string): Promise<SeenRun> {
  const end = Date.now() + 30_000;
  for (;;) {
    const [run]: readonly SeenRun[] = (await admin.get(`/api/workflows/runs?entity=crm.lead&record=${lead}`)).json;
    if (run?.at === at) return run;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(run)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a lead is entered, its follow-up is seen step by step and cancelled', async () => {
  const { page, complaints } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/crm/leads/create');
  await page.getByLabel('Name *').fill('Hotel that asks for tea');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Hotel that asks for tea' }).waitFor();
  await page.getByRole('tab', { name: 'By itself' }).click();
  await page.getByRole('link', { name: /Lead follow-up/u }).click();
  await page.getByRole('heading', { name: 'Lead follow-up' }).waitFor();
  // It keeps itself up to date until it waits.
  await page.getByText(/Waits for its time, until /u).waitFor();
  const steps = page.locator('main ol > li');
  expect(await steps.nth(0).innerText()).toMatch(/Run “Assign in turn”\s+Skipped/u);
  expect(await steps.nth(1).innerText()).toMatch(/Make Activity\s+Done[\s\S]+Subject\s+First contact: Hotel that asks for tea/u);
  await page.getByRole('link', { name: 'First contact: Hotel that asks for tea' }).waitFor();
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByRole('button', { name: 'Cancel the run' }).waitFor({ state: 'detached' });
  expect(await steps.nth(2).innerText()).toMatch(/Wait\s+Cancelled/u);
  await rig.visit(page, '/workflows/runs?status=cancelled');
  await page.getByRole('cell', { name: 'Hotel that asks for tea' }).waitFor();
  expect(complaints).toEqual([]);
}, 90_000);

test('a workflow is switched off and on, and a setting that is refused is marked at its field', async () => {
  const { page } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/workflows');
  const row = page.getByRole('listitem').filter({ hasText: 'Lead follow-up' });
  const isEnabled = async (): Promise<boolean> =>
    (await admin.get('/api/workflows')).json.find(({ id }: { readonly id: string }) => id === 'crm.lead-follow-up').isEnabled;
  const control = row.getByRole('switch', { name: 'Switch Lead follow-up on or off' });
  await control.click();
  await page.getByText('Lead follow-up is off.').waitFor();
  expect(await isEnabled()).toBe(false);
  await control.click();
  await page.getByText('Lead follow-up is on.').waitFor();
  expect(await isEnabled()).toBe(true);
  const inline = page.getByRole('listitem').filter({ hasText: 'Give leads to the team in turn' });
  expect(await inline.getByRole('switch').count()).toBe(0);

  await row.getByRole('button', { name: 'Settings of Lead follow-up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('First contact within working days').fill('900');
  await dialog.getByLabel('Subject of the first contact').fill('Ring up');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Please mend what is marked.').waitFor();
  expect(await dialog.locator('.Mui-error input').count()).toBe(1);
  await dialog.getByLabel('First contact within working days').fill('2');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const lead = await make('crm/leads', { name: 'Set', company });
  const run = await runAt(lead, 'delay waiting');
  await rig.visit(page, `/workflows/runs/${run.id}`);
  await page.getByRole('link', { name: 'Ring up: Set' }).waitFor();
}, 90_000);

test('a run that failed says why; it is tried again and the step is skipped', async () => {
  await admin.patch('/api/workflows/crm.lead-follow-up', { settings: { subject: 'x'.repeat(170) } });
  const lead = await make('crm/leads', { name: 'Fails', company });
  const run = await runAt(lead, 'create failed');
  await admin.patch('/api/workflows/crm.lead-follow-up', { settings: { subject: null } });
  const signed = await rig.signIn(390, 'vi', 'dark');
  const { page } = signed;
  await rig.visit(page, `/workflows/runs/${run.id}`);
  await page.getByRole('alert').filter({ hasText: 'Chủ đề:' }).waitFor();
  expect(await rig.faultsOf(signed, 390)).toEqual([]);
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.getByText('Số lần thử (2)').waitFor();
  await page.getByRole('button', { name: 'Bỏ qua bước này' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bỏ qua bước này' }).click();
  await page.getByText('Đã bỏ qua bước.').waitFor();
  expect((await admin.get(`/api/workflows/runs/${run.id}`)).json.steps[1].status).toBe('skipped');
}, 90_000);

test('who is mentioned finds it in the bell and in my day, and the way to the record', async () => {
  const lead = await make('crm/leads', { name: 'Tea for the office', company, owner: lan.id });
  const { page: author } = await rig.signIn(1440, 'en');
  await rig.visit(author, `/crm/leads/${lead}/show`);
  const box = author.getByRole('textbox', { name: 'Write a comment' });
  await box.pressSequentially('Please call, @mai');
  await author.getByRole('option', { name: 'Lê Thị Mai' }).waitFor();
  await box.press('Enter');
  await box.pressSequentially('today');
  expect(await box.inputValue()).toBe('Please call, @Lê Thị Mai today');
  await author.getByRole('button', { name: 'Send' }).click();
  await author.getByText('@Lê Thị Mai', { exact: true }).waitFor();
  await author.context().close();

  const signed = await rig.signIn(1440, 'en', 'dark', lan);
  const { page } = signed;
  await rig.visit(page, '/my-day');
  await page.getByText('Administrator mentioned you: Tea for the office').waitFor();
  const bell = page.getByRole('button', { name: 'Notices, 1 unread' });
  await bell.click();
  const list = page.getByRole('dialog', { name: 'Notices' });
  await list.getByRole('link', { name: /Administrator mentioned you/u }).waitFor();
  expect(await rig.faultsOf(signed, 1440)).toEqual([]);
  await list.getByRole('link', { name: /Administrator mentioned you/u }).click();
  await page.getByRole('heading', { name: 'Tea for the office' }).waitFor();
  await page.getByRole('button', { name: 'Notices', exact: true }).waitFor();
  await rig.visit(page, '/my-day');
  await page.getByText('Nobody is waiting for your answer.').waitFor();
}, 90_000);

test('who may not see the record is not told, and the author learns it', async () => {
  const lead = await make('crm/leads', { name: 'Secret', company });
  const { page } = await rig.signIn(390, 'en');
  await rig.visit(page, `/crm/leads/${lead}/show`);
  const box = page.getByRole('textbox', { name: 'Write a comment' });
  await box.pressSequentially('@mai');
  await page.getByRole('option', { name: 'Lê Thị Mai' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Lê Thị Mai may not see this and was not told.').waitFor();
}, 60_000);

test('my day shows what is due, and it is ticked off there', async () => {
  // When it is tried again, what the first turn left is there still.
  turns += 1;
  const subject = `Send offer ${turns}`;
  const activity = await make('crm/activities', { subject, owner: lan.id, dueDate: '2020-01-31' });
  await make('crm/activities', { subject: 'Not mine', dueDate: '2020-01-31' });
  const signed = await rig.signIn(390, 'en', 'light', lan);
  const { page } = signed;
  await rig.visit(page, '/my-day');
  await page.getByRole('link', { name: subject }).waitFor();
  expect(await page.locator('main').innerText()).toMatch(new RegExp(`Overdue\\s+\\d+\\s+[\\s\\S]*${subject}\\s+Activity\\s+31/01/2020`, 'u'));
  expect(await page.getByText('Not mine').count()).toBe(0);
  expect(await rig.faultsOf(signed, 390)).toEqual([]);
  await page.getByRole('button', { name: `Done: ${subject}` }).click();
  await page.getByRole('link', { name: subject }).waitFor({ state: 'detached' });
  expect((await admin.get(`/api/crm/activities/${activity}`)).json.state).toBe('done');
  // What is for administrators is neither offered nor shown.
  expect(await page.getByRole('link', { name: 'Workflows' }).count()).toBe(0);
  await rig.visit(page, '/workflows');
  await page.getByText('For administrators').waitFor();
}, 60_000);

test.each([
  [1440, 'vi', 'light'],
  [1440, 'en', 'dark'],
  [390, 'vi', 'dark'],
  [390, 'en', 'light'],
] as const)(
  'workflows, runs, a run and my day at %i px in %s, %s',
  async (width, locale, look) => {
    const lead = await make('crm/leads', { name: 'Một khách có tên thật dài để xem nó xuống dòng ra sao', company });
    const run = await runAt(lead, 'delay waiting');
    const signed = await rig.signIn(width, locale, look);
    const faults: string[] = [];
    for (const place of [
      '/my-day',
      '/workflows',
      '/workflows/runs',
      '/workflows/runs?page=99&status=nonsense',
      `/workflows/runs/${run.id}`,
      '/workflows/runs/nonsense',
    ]) {
      await rig.visit(signed.page, place);
      const found = await rig.faultsOf(signed, width);
      // The browser itself complains of what is refused on purpose.
      faults.push(...found.filter((fault) => !(place.includes('nonsense') && fault.includes('status of 40'))).map((fault) => `${place}: ${fault}`));
    }
    expect(faults).toEqual([]);
  },
  120_000,
);

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
  ids.currency = await make('base/currencies', { code: 'XTS', name: 'Test money' });
  const [company] = (await admin.get('/api/base/companies')).json;
  ids.company = company.id;
  await admin.patch(`/api/base/companies/${company.id}`, { name: 'Trà Sen', currency: ids.currency });
});
afterAll(() => app.close());

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);

/** Asks until it holds; what it last was is in the error. */
async function until<Result>(ask: () => Promise<Result>, holds: (result: Result) => boolean, seconds = 20): Promise<Result> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const result = await ask();
    if (holds(result)) return result;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(result)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What a run did, step by step. */
interface ShownRun {
  readonly status: string;
  readonly outcome: string | null;
  readonly steps: readonly { readonly key: string; readonly kind: string; readonly status: string }[];
}

async function runsOf(id: string): Promise<readonly ShownRun[]> {
  const listed = await admin.get(`/api/workflows/runs?entity=crm.lead&record=${id}`);
  const runs = await Promise.all(listed.json.map(async (run: { readonly id: string }) => (await admin.get(`/api/workflows/runs/${run.id}`)).json));
  return runs;
}

test('a new lead is assigned in turn and followed up; the follow-up ends when the lead is contacted', async () => {
  const team = await make('core/teams', { name: 'Sales' });
  const members: string[] = [];
  for (const name of ['An', 'Bình']) members.push(await make('core/users', { name, email: `${name}@example.com`, teams: [team] }));
  const leads: string[] = [];
  for (let turn = 0; turn < 4; turn += 1) leads.push(await make('crm/leads', { name: `Lead ${turn}`, company: ids.company, team, owner: null }));
  const owners: unknown[] = [];
  for (const lead of leads) {
    await until(
      () => runsOf(lead),
      ([run]) => run?.steps.at(-1)?.status === 'waiting',
    );
    owners.push((await admin.get(`/api/crm/leads/${lead}`)).json.owner);
  }
  expect(members.map((member) => owners.filter((owner) => owner === member).length)).toEqual([2, 2]);
  const [lead = ''] = leads;
  const activities = (await admin.get(`/api/crm/activities?filter=${encodeURIComponent(JSON.stringify({ lead }))}`)).json;
  expect(activities).toMatchObject([{ subject: 'First contact: Lead 0', owner: owners[0], kind: 'call', state: 'open' }]);
  await admin.post(`/api/crm/leads/${lead}/actions/contact`);
  expect(
    await until(
      () => runsOf(lead),
      ([run]) => run?.status === 'done',
    ),
  ).toMatchObject([{ outcome: 'while' }]);
});

test('runs are shown with their steps, and people decide about those that failed', async () => {
  const lead = await make('crm/leads', { name: 'Nobody', company: ids.company });
  await until(
    () => runsOf(lead),
    ([run]) => run?.steps.at(-1)?.status === 'waiting',
  );
  const listed = await admin.get(`/api/workflows/runs?entity=crm.lead&record=${lead}`);
  expect(listed).toMatchObject({
    status: 200,
    json: [{ workflow: 'crm.lead-follow-up', workflowLabel: 'Lead follow-up', status: 'running', recordLabel: 'Nobody', at: 'delay waiting' }],
  });
  const run = await admin.get(`/api/workflows/runs/${listed.json[0].id}`);
  expect(run.json.steps).toMatchObject([
    { kind: 'transition', status: 'skipped', title: 'Run “Assign in turn”' },
    { kind: 'create', status: 'done', title: 'Make Activity', input: { subject: 'First contact: Nobody' }, attempts: [{ outcome: 'done' }] },
    { kind: 'delay', status: 'waiting', why: 'Waits for its time.' },
  ]);
  expect(await admin.post(`/api/workflows/runs/${run.json.id}/retry`)).toMatchObject({ status: 409, json: { code: 'workflow.not-failed' } });
  expect(await admin.post(`/api/workflows/runs/${run.json.id}/cancel`)).toMatchObject({ status: 200, json: { status: 'cancelled' } });
  expect(await admin.post(`/api/workflows/runs/${run.json.id}/cancel`)).toMatchObject({ status: 409, json: { code: 'workflow.over' } });
});

test('a workflow is switched off and on, and its settings count from the next run on', async () => {
  const change = (body: unknown) => admin.patch('/api/workflows/crm.lead-follow-up', body);
  expect(await change({ isEnabled: false })).toMatchObject({ status: 200, json: { isEnabled: false } });
  const quiet = await make('crm/leads', { name: 'Quiet', company: ids.company });
  expect(await change({ isEnabled: true, settings: { subject: 'Call soon', firstContactDays: 2 } })).toMatchObject({
    status: 200,
    json: { settings: { subject: 'Call soon' } },
  });
  const loud = await make('crm/leads', { name: 'Loud', company: ids.company });
  await until(
    () => runsOf(loud),
    ([run]) => run?.steps.at(-1)?.status === 'waiting',
  );
  expect(await runsOf(quiet)).toEqual([]);
  expect((await admin.get('/api/my-day')).json.agenda.map((one: { readonly label: string }) => one.label)).toContain('Call soon: Loud');
  expect(await change({ settings: { firstContactDays: 'soon' } })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/settings/firstContactDays' }] },
  });
  expect(await change({ settings: { nothing: 1 } })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/settings/nothing' }] } });
  expect(await admin.patch('/api/workflows/sales-inventory.hold-goods', { isEnabled: false })).toMatchObject({
    status: 409,
    json: { code: 'workflow.inline-stays' },
  });
  expect(await admin.patch('/api/workflows/crm.nothing', {})).toMatchObject({ status: 404 });
});

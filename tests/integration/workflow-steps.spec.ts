import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSmtpServer, type SmtpServer } from '../support/smtp-server.js';
import { TestEngine, until } from '../support/test-engine.js';

let engine: TestEngine;
let mail: SmtpServer;
const on = (event: string, more: object = {}): object => ({ event, entity: 'flow.task', ...more });
const staged = (stage: string, event = 'created'): object[] => [on(event, { when: `stage == "${stage}"` })];
const note = (text: string, more: object = {}): object => ({ step: 'create', entity: 'flow.note', fields: { text, about: 'id' }, ...more });

const workflows = {
  'every-record-step': {
    on: staged('records'),
    steps: [
      note('concat("made for ", name)', { name: 'first' }),
      { step: 'update', record: 'first', fields: { rank: '7' } },
      { step: 'find', name: 'again', entity: 'flow.note', where: 'about == record.id && rank == first.rank' },
      { step: 'update', fields: { count: 'again.rank + 1' }, lines: { items: { fields: { label: '"added"', points: '2.5' } } } },
      { step: 'transition', transition: 'start' },
      { step: 'transition', transition: 'finish', input: { remark: '"all went well"' } },
      {
        step: 'convert',
        name: 'made',
        entity: 'flow.task',
        fields: { name: 'concat(name, " again")' },
        lines: { items: { each: 'items', as: 'item', fields: { label: 'item.label' } } },
      },
      { step: 'notify', to: 'owner', title: 'concat("done: ", name)', about: 'made' },
    ],
  },
  postings: {
    on: staged('points'),
    steps: [
      {
        step: 'post',
        ledger: 'flow.point',
        each: 'items',
        as: 'item',
        when: 'item.points > 0',
        dimensions: { name: 'item.label' },
        measures: { points: 'item.points' },
      },
      { step: 'if', condition: 'count == 1', then: [{ step: 'reverse', ledger: 'flow.point' }] },
    ],
  },
  branches: {
    on: staged('branches'),
    steps: [
      { step: 'if', condition: 'count > 10', then: [note('"many"')], else: [note('"few"'), { step: 'if', condition: 'count == 0', then: [note('"none"')] }] },
      {
        step: 'for-each',
        each: 'items',
        as: 'item',
        steps: [note('item.label'), { step: 'for-each', each: 'items', as: 'other', steps: [note('concat(item.label, other.label)')] }],
      },
      { step: 'stop', when: 'count == 0' },
      note('"after the end"'),
    ],
  },
  waiting: {
    on: staged('waiting'),
    steps: [
      { step: 'delay', until: 'due' },
      note('"at once when there is nothing to wait for, or it is over"'),
      { step: 'delay', minutes: 10 },
      note('"later"'),
    ],
  },
  mailing: {
    on: staged('mail'),
    runAs: 'system',
    steps: [{ step: 'email', to: 'email', subject: 'concat("Việc: ", name)', text: 'concat("Chào ", user.name, ",\\n.\\nxong.")' }],
  },
  calling: {
    on: staged('call'),
    steps: [
      { step: 'call', name: 'said', handler: 'echo', input: { at: 'name', number: 'amount', day: 'due', about: 'id' } },
      note('concat(said.at, " ", said.number)'),
      { step: 'call', name: 'third', handler: 'fail-twice', input: { at: 'name' } },
    ],
  },
  'on-updated': {
    on: [on('updated', { fields: ['amount'], when: 'old.amount != null && amount > old.amount' })],
    steps: [note('concat("from ", old.amount, " to ", amount)')],
  },
  'on-finish': { on: [on('transition', { transition: ['finish'] })], steps: [note('concat("finished from ", old.state)')] },
  'on-nudge': { on: [on('transition', { transition: ['nudge'] })], steps: [note('"nudged"')] },
  'on-deleted': { on: [on('deleted')], steps: [{ step: 'create', entity: 'flow.note', fields: { text: 'concat("gone: ", name)' } }] },
  'on-created-or-nudged': {
    on: [on('created', { when: 'stage == "both"' }), on('transition', { transition: ['nudge'], when: 'stage == "both"' })],
    steps: [note('"either"')],
  },
  rates: {
    on: staged('settings'),
    settings: { rate: { type: 'decimal', label: 'Rate', scale: 2, default: '1.50' }, word: { type: 'text', label: 'Word', default: 'plain' } },
    steps: [note('concat(settings.word, " ", settings.rate * 2)')],
  },
  veto: {
    timing: 'inline',
    on: [on('updated', { fields: ['stage'], when: 'stage == "forbidden"' })],
    steps: [{ step: 'refuse', message: { en: 'Not that stage.', vi: 'Không được giai đoạn này.' }, field: 'stage' }],
  },
  'follow-while': { on: staged('while'), while: 'state == "open"', steps: [{ step: 'delay', minutes: 1000 }, note('"never"')] },
  gathered: { on: [on('updated', { fields: ['count'], when: 'stage == "gather"' })], coalesce: true, steps: [note('concat("count ", count)')] },
  'goes-on': {
    on: staged('goes-on'),
    steps: [{ step: 'call', handler: 'fail', onError: 'continue' }, { step: 'transition', transition: 'finish', onError: 'continue' }, note('"went on"')],
  },
  'as-user': { on: staged('as-user'), steps: [note('"by the user"')] },
  'as-system': { on: staged('as-system'), runAs: 'system', steps: [note('concat("for ", user.name)')] },
};

beforeAll(async () => {
  mail = await startSmtpServer();
  engine = await TestEngine.start({ workflows, smtpUrl: mail.url });
}, 120_000);
afterAll(async () => {
  await engine.close();
  mail.stop();
});

const task = (stage: string, more: object = {}): Promise<string> => engine.create('flow.task', { name: `A ${stage}`, stage, ...more });
const notes = async (about: string): Promise<string[]> =>
  (await engine.rows(`SELECT text FROM flow_note WHERE about = '${about}' ORDER BY id`)).map((row) => row.text);

describe('steps', () => {
  test('create, update, find, transition, convert and notify', async () => {
    const owner = (await engine.user('Minder')).userId;
    const id = await task('records', { owner });
    const run = await engine.run(id, 'done', 'failed');
    expect(run.steps.map((step: { kind: string; status: string }) => `${step.kind} ${step.status}`)).toEqual(
      ['create', 'update', 'find', 'update', 'transition', 'transition', 'convert', 'notify'].map((kind) => `${kind} done`),
    );
    expect(await engine.rows(`SELECT state, stage, count::int FROM flow_task WHERE id = '${id}'`)).toEqual([
      { state: 'done', stage: 'all went well', count: 8 },
    ]);
    expect(
      await engine.rows(
        `SELECT t.name, i.label FROM trellis_chain c JOIN flow_task t ON t.id = c.target_id JOIN flow_item i ON i.parent_id = t.id WHERE c.source_id = '${id}'`,
      ),
    ).toEqual([{ name: 'A records again', label: 'added' }]);
    expect(await engine.rows(`SELECT "user", entity FROM trellis_notice WHERE title = 'done: A records'`)).toEqual([{ user: owner, entity: 'flow.task' }]);
  });

  test('post for each line of which its condition holds, and reverse', async () => {
    const items = [
      { label: 'tea', points: '5' },
      { label: 'tea', points: '2.5' },
      { label: 'milk', points: '0' },
    ];
    const kept = await task('points', { items });
    const reversed = await task('points', { items, count: 1 });
    for (const id of [kept, reversed]) expect((await engine.run(id, 'done', 'failed')).status).toBe('done');
    const sums = (source: string): Promise<unknown> =>
      engine.rows(`SELECT name, sum(points)::float AS points, count(*)::int AS n FROM flow_point WHERE source = '${source}' GROUP BY 1`);
    expect(await sums(kept)).toEqual([{ name: 'tea', points: 7.5, n: 2 }]);
    expect(await sums(reversed)).toEqual([{ name: 'tea', points: 0, n: 4 }]);
  });

  test('if, for-each within for-each, stop', async () => {
    const none = await task('branches', { items: [{ label: 'a' }, { label: 'b' }] });
    const many = await task('branches', { count: 11 });
    expect((await engine.run(none, 'done', 'failed')).status).toBe('done');
    expect((await engine.run(many, 'done', 'failed')).status).toBe('done');
    expect(await notes(none)).toEqual(['few', 'none', 'a', 'aa', 'ab', 'b', 'ba', 'bb']);
    expect(await notes(many)).toEqual(['many', 'after the end']);
  });

  test('delay by the clock of the database', async () => {
    const [nothing, past, future] = [
      await task('waiting'),
      await task('waiting', { due: '2020-01-01T00:00:00Z' }),
      await task('waiting', { due: '2099-01-01T00:00:00Z' }),
    ];
    const waits = (id: string, key: string): Promise<unknown> =>
      until(
        () => engine.runs(id),
        ([run]) => run?.steps.at(-1).key === key && run.steps.at(-1).status === 'waiting',
      );
    for (const [id, key] of [
      [nothing, '2'],
      [past, '2'],
      [future, '0'],
    ] as const)
      await waits(id, key);
    expect(
      await engine.rows(
        `SELECT round(extract(epoch FROM due_at - made_at))::int AS seconds FROM trellis_step s JOIN trellis_run r ON r.id = s.run WHERE r.record_id = '${nothing}' AND s.key = '2'`,
      ),
    ).toEqual([{ seconds: 600 }]);
    await engine.rows(
      `UPDATE trellis_step SET due_at = now() WHERE status = 'waiting' AND run IN (SELECT id FROM trellis_run WHERE record_id IN ('${nothing}', '${future}'))`,
    );
    expect((await engine.run(nothing, 'done')).steps).toHaveLength(4);
    await waits(future, '2');
  });

  test('e-mail with a subject in Vietnamese, once, with the same id at each attempt; a refused address is an incident', async () => {
    const id = await task('mail', { email: 'an@example.com' });
    const run = await engine.run(id, 'done', 'failed');
    expect(run.status).toBe('done');
    const [step] = await engine.rows(`SELECT s.id FROM trellis_step s JOIN trellis_run r ON r.id = s.run WHERE r.record_id = '${id}'`);
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]).toContain(`Message-ID: <trellis-${step.id}@trellis>`);
    expect(mail.mails[0]).toMatch(/^To: an@example\.com$/mu);
    expect(mail.mails[0]).toMatch(/^Subject: =\?UTF-8\?/mu);
    const nobody = await task('mail', { email: 'one@example.com, two@example.com' });
    expect((await engine.run(nobody, 'failed')).incidents).toMatchObject([{ code: 'workflow.no-address', open: true }]);
    mail.refuseWith = '550 no such user';
    const refused = await engine.run(await task('mail', { email: 'no@example.com' }), 'failed');
    expect(refused).toMatchObject({ steps: [{ attempt: 1 }], incidents: [{ code: 'notify.mail-refused' }] });
    mail.refuseWith = '451 later';
    const busy = await task('mail', { email: 'busy@example.com' });
    await until(
      () => engine.runs(busy),
      ([one]) => one?.steps[0].attempt > 1,
    );
    mail.refuseWith = null;
    await engine.run(busy, 'done', 'failed');
    expect(mail.mails).toHaveLength(2);
  });

  test('a step of the plugin gets plain JSON and the same key at every attempt', async () => {
    const id = await task('call', { amount: '12.50', due: '2026-05-01T08:00:00Z' });
    const run = await engine.run(id, 'done', 'failed');
    expect(run.steps).toMatchObject([
      { input: { at: 'A call', number: '12.5', day: '2026-05-01T08:00:00.000Z', about: id }, output: { at: 'A call', attempt: 1 } },
      {},
      { attempt: 3, output: 'at last', attempts: [{ outcome: 'failed' }, { outcome: 'failed' }, { outcome: 'done' }] },
    ]);
    expect(run.steps[0].output.key).toMatch(/^trellis-[0-9a-f-]{36}$/u);
    expect(await notes(id)).toEqual(['A call 12.5']);
  });
});

describe('triggers', () => {
  test('updated: only when one of the fields changed, and old is what it was', async () => {
    const id = await task('quiet', { amount: '1' });
    await engine.update('flow.task', id, { count: 3 });
    await engine.update('flow.task', id, { amount: '3' });
    await engine.settled();
    await engine.update('flow.task', id, { amount: '2' });
    await engine.settled();
    expect(await notes(id)).toEqual(['from 1 to 3']);
  });

  test('transition, an action without a state to go to, deleted', async () => {
    const id = await task('quiet');
    await engine.act('flow.task', id, 'start');
    await engine.act('flow.task', id, 'nudge');
    await engine.act('flow.task', id, 'finish', { remark: 'x' });
    await engine.settled();
    expect((await notes(id)).sort()).toEqual(['finished from started', 'nudged']);
    const gone = await engine.create('flow.task', { name: 'short-lived' });
    await engine.remove('flow.task', gone);
    await engine.run(gone, 'done');
    expect(await engine.rows(`SELECT text FROM flow_note WHERE text LIKE 'gone:%'`)).toEqual([{ text: 'gone: short-lived' }]);
  });

  test('several triggers of one workflow', async () => {
    const id = await task('both');
    await engine.act('flow.task', id, 'nudge');
    await engine.settled();
    expect((await notes(id)).sort()).toEqual(['either', 'either', 'nudged']);
  });

  test('raw SQL and bulk updates are seen by the trigger in the database; what changes nothing is no event', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => task('quiet', { amount: '1' })));
    await engine.rows(`UPDATE flow_task SET amount = 9 WHERE id = ANY('{${ids.join(',')}}')`);
    await engine.rows(`UPDATE flow_task SET amount = 9, updated_at = now() WHERE id = ANY('{${ids.join(',')}}')`);
    await engine.settled();
    for (const id of ids) expect(await notes(id)).toEqual(['from 1 to 9']);
    expect(await engine.rows(`SELECT count(*)::int AS n FROM trellis_event WHERE op = 'updated' AND record_id = ANY('{${ids.join(',')}}')`)).toEqual([
      { n: 5 },
    ]);
  });
});

describe('around the steps', () => {
  test('settings are those of the moment at which the run began', async () => {
    const id = await task('settings');
    await engine.run(id, 'done');
    expect(await notes(id)).toEqual(['plain 3']);
    await engine.rows(`UPDATE trellis_workflow SET settings = '{"rate": "2.25", "word": "dear"}' WHERE id = 'flow.rates'`);
    const dear = await task('settings');
    await engine.run(dear, 'done');
    expect(await notes(dear)).toEqual(['dear 4.5']);
  });

  test('an inline workflow refuses a change, in the language of whoever asks', async () => {
    const id = await task('quiet');
    for (const [locale, detail] of [
      ['en', 'Not that stage.'],
      ['vi', 'Không được giai đoạn này.'],
    ] as const) {
      const asked = engine.update('flow.task', id, { stage: 'forbidden' }, engine.test.caller({ locale }));
      await expect(asked).rejects.toMatchObject({ violations: [{ pointer: '/stage', params: { message: detail } }] });
    }
    expect(await engine.rows(`SELECT stage FROM flow_task WHERE id = '${id}'`)).toEqual([{ stage: 'quiet' }]);
  });

  test('while: the run ends the moment it does not hold', async () => {
    const id = await task('while');
    await until(
      () => engine.runs(id),
      ([run]) => run?.steps[0].status === 'waiting',
    );
    await engine.act('flow.task', id, 'start');
    expect(await engine.run(id, 'done')).toMatchObject({ outcome: 'while', steps: [{ status: 'cancelled' }] });
  });

  test('coalesce: what comes before a run has begun is left to it, and nothing is overlooked', async () => {
    const id = await task('gather');
    await engine.pause();
    for (let count = 1; count <= 30; count += 1) await engine.update('flow.task', id, { count });
    await engine.resume();
    await engine.settled();
    const found = await notes(id);
    expect(found.at(-1)).toBe('count 30');
    expect(found.length).toBeLessThan(30);
  });

  test('onError continue: the run goes on, and the step stays marked', async () => {
    const id = await task('goes-on');
    const run = await engine.run(id, 'done', 'failed');
    expect(run).toMatchObject({
      status: 'done',
      steps: [{ status: 'failed', error: { message: 'always' } }, { status: 'failed', error: { code: 'record.wrong-state' } }, { status: 'done' }],
      incidents: [{ code: 'workflow.step-failed' }, { code: 'record.wrong-state' }],
    });
  });

  test('a step acts with the rights of who caused it, or as the system; history names both', async () => {
    const keeper = await engine.user('Keeper', ['flow.keeper']);
    const mine = await engine.create('flow.task', { name: 'Mine', stage: 'as-user' }, keeper);
    expect(await engine.run(mine, 'failed')).toMatchObject({ actor: keeper.userId, incidents: [{ code: 'record.entity-forbidden', open: true }] });
    const theirs = await engine.create('flow.task', { name: 'Theirs', stage: 'as-system' }, keeper);
    const run = await engine.run(theirs, 'done', 'failed');
    expect(run).toMatchObject({ status: 'done', actor: keeper.userId });
    expect(await notes(theirs)).toEqual(['for Keeper']);
    const admin = await engine.user('Root');
    const caller = { ...admin, isAdministrator: true };
    await engine.rows(`UPDATE core_user SET is_administrator = true WHERE id = '${admin.userId}'`);
    const his = await engine.create('flow.task', { name: 'His', stage: 'as-user' }, caller);
    const done = await engine.run(his, 'done', 'failed');
    const history = await engine.rows(`SELECT h.* FROM trellis_change h JOIN flow_note n ON n.id = h.record_id WHERE n.about = '${his}'`);
    expect(JSON.stringify(history)).toContain(admin.userId);
    expect(JSON.stringify(history)).toContain(done.id);
  });

  test('a run whose user was switched off is an incident', async () => {
    const user = await engine.user('Leaver', ['flow.keeper']);
    await engine.pause();
    const id = await engine.create('flow.task', { name: 'Left', stage: 'as-user' }, user);
    await engine.rows(`UPDATE core_user SET is_active = false WHERE id = '${user.userId}'`);
    await engine.resume();
    expect((await engine.run(id, 'failed')).incidents).toMatchObject([{ code: 'workflow.no-user' }]);
  });
});

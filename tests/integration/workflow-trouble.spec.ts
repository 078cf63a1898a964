import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { historyOf } from '../../core/records/history.js';
import { forget } from '../../core/workflows/engine/forget.js';
import { resolveRun } from '../../core/workflows/runs/resolve-run.js';
import { TestEngine, until, type Loose } from '../support/test-engine.js';
import { modelOf } from '../support/test-platform.js';

let engine: TestEngine;
let folder: string;
const staged = (stage: string, event = 'created'): object[] => [{ event, entity: 'flow.task', when: `stage == "${stage}"` }];
const note = (text: string, more: object = {}): object => ({ step: 'create', entity: 'flow.note', fields: { text, about: 'id' }, ...more });
const call = (handler: string, input: object = {}): object => ({ step: 'call', name: 'came', handler, input });

const workflows: Record<string, Loose> = {
  'bites-its-tail': { on: staged('tail', 'updated'), steps: [{ step: 'update', fields: { count: 'count + 1' } }] },
  'storm-without-cause': { on: staged('storm', 'updated'), steps: [note('concat("n", count)')] },
  'storm-gathered': { on: staged('gathered storm', 'updated'), coalesce: true, steps: [note('concat("n", count)')] },
  'one-of-many': {
    on: staged('many'),
    steps: [note('items.count(i, items.count(j, items.count(k, k.label == i.label) > 0) > 0) > 0 ? name : "never"')],
  },
  'condition-breaks': {
    on: [
      {
        event: 'created',
        entity: 'flow.task',
        when: 'stage == "breaks" && items.count(i, items.count(j, items.count(k, k.label == i.label) > 0) > 0) > 0',
      },
    ],
    steps: [note('"never"')],
  },
  'beside-it': { on: staged('breaks'), steps: [note('"beside"')] },
  'throws-for-ever': { on: staged('fails'), steps: [call('fail-while-named', { name: 'name' }), note('came')] },
  'never-returns': { on: staged('hangs'), steps: [call('hang'), note('"after it"')] },
  'returns-later': { on: staged('hangs once'), steps: [call('hang-once'), note('concat("times ", came.times)')] },
  'is-cancelled': { on: staged('signal'), steps: [call('wait-for-signal', { file: 'email' })] },
  'gives-too-much': { on: staged('long'), steps: [call('long')] },
  'gives-no-json': { on: staged('circular'), steps: [call('circular')] },
  'handler-gone': { on: staged('gone'), steps: [call('no-such-step')] },
  'too-many': {
    on: staged('thousands'),
    steps: [{ step: 'for-each', each: 'items', as: 'a', steps: [{ step: 'for-each', each: 'items', as: 'b', steps: [note('a.label')] }] }],
  },
  'a-thousand': {
    on: staged('a thousand'),
    steps: [{ step: 'for-each', each: 'items', as: 'a', steps: [{ step: 'if', condition: 'a.label == "x"', then: [note('"x"')] }] }, note('"end"')],
  },
  'of-the-deleted': { on: staged('deleted meanwhile'), steps: [{ step: 'delay', minutes: 10 }, { step: 'update', fields: { count: '1' } }, note('"after"')] },
  pinned: { on: staged('pinned'), steps: [{ step: 'delay', minutes: 10 }, note('"as it was"')] },
  unfit: { on: staged('unfit'), steps: [{ step: 'delay', minutes: 10 }, note('"before"', { fields: { text: '"x"', about: 'id', rank: '1' } })] },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-trouble-'));
  engine = await TestEngine.start({ workflows });
}, 120_000);
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const task = (stage: string, more: object = {}): Promise<string> => engine.create('flow.task', { name: `A ${stage}`, stage, ...more });
const notes = async (about: string): Promise<string[]> =>
  (await engine.rows(`SELECT text FROM flow_note WHERE about = '${about}' ORDER BY id`)).map((row) => row.text);
const decide = (run: Loose, what: 'retry' | 'skip' | 'cancel'): Promise<void> => resolveRun(engine.platform, engine.test.caller(), run.id, what);
const dueNow = (id: string): Promise<unknown> =>
  engine.rows(`UPDATE trellis_step SET due_at = now() WHERE status = 'waiting' AND run IN (SELECT id FROM trellis_run WHERE record_id = '${id}')`);

describe('workflows that set each other off', () => {
  test('one that triggers itself ends in an incident, and nothing else is blocked', async () => {
    const id = await task('tail');
    await engine.update('flow.task', id, { count: 1 });
    const runs = await until(
      () => engine.runs(id),
      (found) => found.some(({ status }) => status === 'failed'),
    );
    expect(runs.filter(({ status }) => status === 'done')).toHaveLength(17);
    expect(runs.at(-1)).toMatchObject({ status: 'failed', outcome: 'workflow.circle', incidents: [{ code: 'workflow.circle', open: true }] });
    await engine.settled();
    expect(await engine.runs(id)).toHaveLength(18);
    await decide(runs.at(-1), 'cancel');
    expect((await engine.runs(id)).at(-1)).toMatchObject({ status: 'cancelled', incidents: [{ open: false }] });
  });

  test('more than twenty runs a minute for one record wait for a person; retry lets one begin', async () => {
    const id = await task('storm');
    for (let count = 1; count <= 25; count += 1) await engine.update('flow.task', id, { count });
    await engine.settled();
    const runs = await engine.runs(id);
    expect(runs.map(({ status }) => status)).toEqual([...Array.from({ length: 20 }, () => 'done'), ...Array.from({ length: 5 }, () => 'failed')]);
    expect(runs.at(-1)).toMatchObject({ incidents: [{ code: 'workflow.storm', open: true }] });
    await decide(runs.at(-1), 'retry');
    await until(
      () => engine.runs(id),
      (found) => found.at(-1).status === 'done',
    );
  });

  test('where events are gathered a storm is only slowed: the last state is seen', async () => {
    const id = await task('gathered storm');
    for (let count = 1; count <= 40; count += 1) {
      await engine.update('flow.task', id, { count });
      if (count < 25)
        await until(
          () => engine.rows(`SELECT count(*)::int AS n FROM trellis_event WHERE routed_at IS NULL`),
          ([row]) => row.n === 0,
        );
      if (count < 20) await engine.settled();
    }
    await until(
      () => engine.rows(`SELECT count(*)::int AS n FROM trellis_event WHERE routed_at IS NULL`),
      ([row]) => row.n === 0,
    );
    const runs = await engine.runs(id);
    expect(runs.length).toBeLessThanOrEqual(22);
    expect(runs.every(({ status }) => status !== 'failed')).toBe(true);
    await engine.rows(`UPDATE trellis_step SET ready_at = now() WHERE status = 'ready'`);
    await engine.settled();
    expect((await notes(id)).at(-1)).toBe('n40');
  });
});

describe('what fails', () => {
  const much = { items: Array.from({ length: 120 }, (_, index) => ({ label: String(index) })) };

  test('an expression fails on one record of many: an incident for that one, the others are done', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 60; index += 1) ids.push(await task('many', index === 30 ? much : { items: [{ label: 'a' }] }));
    await engine.settled(60);
    const runs = (await Promise.all(ids.map((id) => engine.runs(id)))).flat().filter(({ workflow }) => workflow === 'flow.one-of-many');
    expect(runs.filter(({ status }) => status === 'done')).toHaveLength(59);
    expect(runs[30]).toMatchObject({ status: 'failed', incidents: [{ code: 'expression.tooMuchWork' }] });
  }, 120_000);

  test('a condition that fails stands in the way of its own workflow alone; its run can be retried, skipped and cancelled', async () => {
    const ids = [await task('breaks', much), await task('breaks', much), await task('breaks', much), await task('breaks', much)];
    await engine.settled();
    const failedOf = async (id: string): Promise<Loose> => (await engine.runs(id)).find(({ workflow }) => workflow === 'flow.condition-breaks');
    for (const id of ids) {
      expect(await notes(id)).toEqual(['beside']);
      expect(await failedOf(id)).toMatchObject({
        status: 'failed',
        outcome: 'workflow.event-failed',
        incidents: [{ code: 'workflow.event-failed', open: true, detail: { params: { message: expect.stringContaining('expression.tooMuchWork') } } }],
      });
    }
    const [holds = '', holdsNot = '', skipped = '', cancelled = ''] = ids;
    await decide(await failedOf(holds), 'retry');
    await engine.settled();
    expect(await failedOf(holds)).toMatchObject({ status: 'failed', incidents: [{ open: false }, { code: 'expression.tooMuchWork', open: true }] });
    await engine.update('flow.task', holds, { items: [{ label: 'a' }] });
    await engine.update('flow.task', holdsNot, { items: [] });
    // What is asked for is not forgotten, however long it waited.
    await engine.rows(`UPDATE trellis_event SET routed_at = now() - interval '8 days' WHERE record_id IN ('${holds}', '${holdsNot}') AND op = 'created'`);
    await forget(engine.platform.database);
    for (const [id, what] of [
      [holds, 'retry'],
      [holdsNot, 'retry'],
      [skipped, 'skip'],
      [cancelled, 'cancel'],
    ] as const)
      await decide(await failedOf(id), what);
    await engine.settled();
    expect(await failedOf(holds)).toMatchObject({ status: 'done', outcome: null, steps: [{ status: 'done' }] });
    expect(await notes(holds)).toEqual(['beside', 'never']);
    expect(await failedOf(holdsNot)).toMatchObject({ status: 'done', outcome: 'when', incidents: [{ open: false }] });
    expect(await failedOf(skipped)).toMatchObject({ status: 'done', incidents: [{ open: false }] });
    expect(await failedOf(cancelled)).toMatchObject({ status: 'cancelled', incidents: [{ open: false }] });
    for (const id of [holdsNot, skipped, cancelled]) expect(await notes(id)).toEqual(['beside']);
  });

  test('what stands against an event for another reason is tried with pauses until it is mended, and then it is followed', async () => {
    const id = await (async () => {
      await engine.pause();
      const made = await task('breaks', { items: [{ label: 'a' }] });
      await engine.rows('ALTER TABLE flow_item RENAME TO flow_hidden_item');
      return made;
    })();
    const event = `FROM trellis_event WHERE record_id = '${id}' AND op = 'created'`;
    try {
      await engine.resume();
      await until(
        () => engine.rows(`SELECT tries ${event}`),
        ([row]) => row.tries >= 6,
      );
      expect(await engine.rows(`SELECT routed_at, try_at > at AS "isPaused" ${event}`)).toEqual([{ routed_at: null, isPaused: true }]);
    } finally {
      await engine.rows('ALTER TABLE flow_hidden_item RENAME TO flow_item');
    }
    await engine.settled();
    expect(await notes(id)).toEqual(expect.arrayContaining(['beside', 'never']));
    expect(await engine.rows(`SELECT FROM trellis_incident WHERE run IS NULL`)).toEqual([]);
  });

  test('runs are forgotten 90 days after they are done or cancelled, with their steps and incidents; the history of the record stays', async () => {
    const stages = ['pinned', 'pinned', 'pinned', 'pinned', 'gone'];
    const ids = await Promise.all(stages.map((stage) => task(stage)));
    const [running = '', cancelled = '', done = '', lately = '', failed = ''] = ids;
    await until(
      async () => (await Promise.all(ids.map((id) => engine.runs(id)))).map(([run]) => run?.steps[0].status),
      (found) => found.slice(0, 4).every((status) => status === 'waiting') && found[4] === 'failed',
    );
    const runOf = async (id: string): Promise<Loose> => (await engine.runs(id))[0];
    await decide(await runOf(cancelled), 'cancel');
    for (const id of [done, lately]) await dueNow(id);
    for (const id of [done, lately]) await engine.run(id, 'done');
    const ended = (id: string, days: number): Promise<unknown> =>
      engine.rows(
        `UPDATE trellis_run SET started_at = now() - interval '100 days', ended_at = now() - interval '${days} days' WHERE record_id = '${id}' AND ended_at IS NOT NULL`,
      );
    for (const id of [running, cancelled, done, failed]) await ended(id, 91);
    await ended(lately, 89);
    const before = await engine.rows(`SELECT count(*)::int AS n FROM trellis_change WHERE record_id = '${done}'`);
    const steps = (await runOf(done)).id;
    await forget(engine.platform.database);
    expect(await Promise.all(ids.map(async (id) => (await runOf(id))?.status))).toEqual(['running', undefined, undefined, 'done', 'failed']);
    expect(await engine.rows(`SELECT FROM trellis_step WHERE run = '${steps}'`)).toEqual([]);
    expect(await engine.rows(`SELECT count(*)::int AS n FROM trellis_change WHERE record_id = '${done}'`)).toEqual(before);
    const history = JSON.parse(await historyOf(engine.platform, engine.test.caller(), engine.entity('flow.task'), done));
    expect(history).toMatchObject([{ op: 'created' }]);
    await decide(await runOf(running), 'cancel');
  });

  test('a step that throws for ever is tried with growing pauses and becomes an incident; mended, retry carries on; skip carries on without', async () => {
    const make = (): Promise<string> => engine.create('flow.task', { name: 'broken', stage: 'fails' });
    await engine.rows(`INSERT INTO core_user (id, name, email, is_administrator, is_active, locale, created_at, updated_at, version)
      VALUES (trellis_new_id(), 'Chị Hoa', 'hoa@example.com', true, true, 'vi', now(), now(), 1)`);
    const [mended, skipped] = [await make(), await make()];
    const run = await engine.run(mended, 'failed');
    expect(run.steps[0]).toMatchObject({ attempt: 4, error: { code: 'workflow.step-failed', message: 'still broken' } });
    expect(run.steps[0].attempts.map(({ outcome }: Loose) => outcome)).toEqual(['failed', 'failed', 'failed', 'failed']);
    const bell = `SELECT n.title, n.text FROM trellis_notice n JOIN trellis_run r ON r.id = n.record_id WHERE n.entity = 'trellis.run' AND r.workflow = 'flow.throws-for-ever'`;
    expect((await engine.rows(bell))[0]).toEqual({ title: 'throws-for-ever', text: 'Cần quyết định: thử lại, bỏ qua hoặc hủy.' });
    await engine.update('flow.task', mended, { name: 'whole' });
    await decide(run, 'retry');
    expect(await engine.run(mended, 'done')).toMatchObject({ incidents: [{ open: false, resolution: 'retry' }] });
    expect(await notes(mended)).toEqual(['mended']);
    await decide(await engine.run(skipped, 'failed'), 'skip');
    // What the note would have said is nothing now, and its text is needed.
    expect(await engine.run(skipped, 'failed')).toMatchObject({ steps: [{ status: 'skipped' }, { status: 'failed', error: { code: 'record.invalid' } }] });
    await decide(await engine.run(skipped, 'failed'), 'skip');
    expect(await engine.run(skipped, 'done')).toMatchObject({ steps: [{ status: 'skipped' }, { status: 'skipped' }] });
  });

  test('a step that never returns is given up each time; one that returns the second time is done', async () => {
    const [never, later] = [await task('hangs'), await task('hangs once')];
    const run = await engine.run(never, 'failed');
    expect(run.steps[0].error.message).toMatch(/took longer than 1500 ms/u);
    expect(await engine.run(later, 'done')).toMatchObject({ steps: [{ attempt: 2, attempts: [{ outcome: 'failed' }, { outcome: 'done' }] }, {}] });
    expect(await notes(later)).toEqual(['times 2']);
  });

  test('a cancelled run aborts its call, and what comes of it all the same is kept and changes nothing', async () => {
    const file = join(folder, 'aborted');
    const id = await task('signal', { email: file });
    const [run] = await until(
      () => engine.runs(id),
      (runs) => runs[0]?.steps[0].status === 'running',
    );
    await decide(run, 'cancel');
    await until(
      () => readFile(file, 'utf8').catch(() => ''),
      (text) => text === 'aborted',
    );
    const [after] = await until(
      () => engine.runs(id),
      (runs) => runs[0].steps[0].attempts !== null,
    );
    expect(after).toMatchObject({ status: 'cancelled', steps: [{ status: 'cancelled', attempts: [{ outcome: 'late' }] }] });
  });

  test('outcomes that cannot be kept and handlers that are not there are incidents at once', async () => {
    for (const [stage, code] of [
      ['long', 'workflow.bad-outcome'],
      ['circular', 'workflow.bad-outcome'],
      ['gone', 'workflow.no-handler'],
    ] as const) {
      const run = await engine.run(await task(stage), 'failed');
      expect(run).toMatchObject({ steps: [{ attempt: 1 }], incidents: [{ code }] });
    }
  });

  test('loops are bounded; hundreds of elements are done without waiting for anything', async () => {
    const items = (count: number): object => ({ items: Array.from({ length: count }, (_, index) => ({ label: index === 200 ? 'x' : 'y' })) });
    const thousands = await task('thousands', items(101));
    const [many] = await until(
      async () => (await engine.runs(thousands)).filter(({ workflow }) => workflow === 'flow.too-many'),
      ([run]) => run?.status === 'failed',
    );
    expect(many.incidents).toMatchObject([{ code: 'workflow.too-many-elements' }]);
    const id = await task('a thousand', items(400));
    await until(
      () => engine.runs(id),
      ([run]) => run?.status === 'done' || run?.status === 'failed',
      100,
    );
    expect(await notes(id)).toEqual(['x', 'end']);
    // Steps were not left lying until they looked lost; on a busy machine one of them may be.
    const [sent] = await engine.rows(
      `SELECT count(*)::int AS steps, count(*) FILTER (WHERE dispatches > 1)::int AS again FROM trellis_step s JOIN trellis_run r ON r.id = s.run WHERE r.record_id = '${id}'`,
    );
    expect(Number(sent.again)).toBeLessThanOrEqual(1);
    expect(Number(sent.steps)).toBeGreaterThan(1);
    expect((await engine.rows(`SELECT length(vars::text)::int AS n FROM trellis_run WHERE record_id = '${id}'`))[0].n).toBeLessThan(1000);
  }, 150_000);

  test('the record was deleted meanwhile: an incident, and the rest goes on when a person says so', async () => {
    const id = await task('deleted meanwhile');
    await until(
      () => engine.runs(id),
      ([run]) => run?.steps[0].status === 'waiting',
    );
    await engine.remove('flow.task', id);
    await dueNow(id);
    const run = await engine.run(id, 'failed');
    expect(run.incidents).toMatchObject([{ code: 'record.not-found' }]);
    await decide(run, 'skip');
    expect((await engine.run(id, 'failed')).steps).toHaveLength(3);
  });
});

test('runs end by the definition that they began with; one whose entities have changed under it is an incident, and no timer waits for it', async () => {
  const ids = [await task('pinned'), await task('unfit'), await task('pinned')];
  for (const id of ids)
    await until(
      () => engine.runs(id),
      ([run]) => run?.steps[0].status === 'waiting',
    );
  await engine.pause();
  const plugin = join(engine.folder, 'plugins', 'flow');
  await writeFile(
    join(plugin, 'workflows/pinned.json'),
    JSON.stringify({ name: 'pinned', label: 'p', timing: 'background', on: staged('pinned'), steps: [note('"as it is now"')] }),
  );
  await rm(join(plugin, 'workflows/unfit.json'));
  const entity = JSON.parse(await readFile(join(plugin, 'entities/note.json'), 'utf8'));
  delete entity.fields.rank;
  await writeFile(join(plugin, 'entities/note.json'), JSON.stringify(entity));
  await engine.resume({ model: await modelOf([join(engine.folder, 'plugins')]) });
  const [first = '', unfit = '', last = ''] = ids;
  await engine.rows(
    `UPDATE trellis_step SET due_at = now() - CASE WHEN run IN (SELECT id FROM trellis_run WHERE record_id = '${unfit}') THEN interval '1 hour' ELSE interval '1 minute' END WHERE status = 'waiting'`,
  );
  for (const id of [first, last]) {
    expect((await engine.run(id, 'done', 'failed')).status).toBe('done');
    expect(await notes(id)).toEqual(['as it was']);
  }
  const run = await engine.run(unfit, 'failed');
  expect(run.incidents).toMatchObject([{ code: 'workflow.unfit-definition' }]);
  await expect(
    resolveRun({ ...engine.platform, model: await modelOf([join(engine.folder, 'plugins')]) }, engine.test.caller(), run.id, 'skip'),
  ).rejects.toMatchObject({ code: 'workflow.unfit-definition' });
  const fresh = await task('pinned');
  await engine.run(fresh, 'done');
  expect(await notes(fresh)).toEqual(['as it is now']);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { readSecret } from '../../core/records/read-secret.js';
import { getRun } from '../../core/workflows/runs/get-run.js';
import { placesOf } from '../support/places-of.js';
import { pluginWith, TestEngine, type Loose } from '../support/test-engine.js';

const on = (stage: string): object[] => [{ event: 'created', entity: 'flow.task', when: `stage == "${stage}"` }];
const call = (handler: string): object => ({ step: 'call', name: 'said', handler, input: { id: 'id', word: 'name' } });

let engine: TestEngine;
beforeAll(async () => {
  const workflows = {
    change: { on: on('change'), steps: [call('change-pin'), { step: 'create', entity: 'flow.note', fields: { text: 'said.before', about: 'id' } }] },
    fail: { on: on('fail'), steps: [call('fail-with-pin')] },
    wrong: { on: on('wrong'), steps: [call('keep-wrong-pin')] },
  };
  engine = await TestEngine.start({ workflows, patience: { mostAttempts: 2 } });
});
afterAll(() => engine.close());

const shown = async (run: { id: string }): Promise<string> => JSON.stringify(await getRun(engine.platform, engine.test.caller(), run.id));
const pinOf = (id: string): Promise<string | null> => readSecret(engine.platform, { plugin: 'flow', entity: 'flow.task', id, field: 'pin' });

test('a handler reads a secret and writes another, and no table and no run tells either', async () => {
  const id = await engine.create('flow.task', { name: 'emases-nepo', stage: 'change', pin: 'old-sesame' });
  const run = await engine.run(id, 'done');
  expect(await pinOf(id)).toBe('open-sesame');
  expect(run.steps[0].output).toEqual({ before: '***', after: ['it is ***'] });
  expect([await shown(run)].filter((text) => text.includes('sesame'))).toEqual([]);
  expect(await placesOf(engine.url, 'sesame')).toEqual([]);
});

test('neither does what a handler throws, nor a secret that is refused', async () => {
  const failed = await engine.create('flow.task', { name: 'F', stage: 'fail', pin: 'my-lamp' });
  const refused = await engine.create('flow.task', { name: '2-lobmys', stage: 'wrong' });
  const [first, second] = [await engine.run(failed, 'failed'), await engine.run(refused, 'failed')];
  expect([first.steps[0].error.message, second.steps[0].error.params.violations]).toEqual([
    '401 for ***',
    [{ pointer: '/pin', code: 'field.pattern', params: { found: '***', pattern: '[a-z-]+' } }],
  ]);
  for (const [run, word] of [
    [first, 'lamp'],
    [second, 'symbol'],
  ] as const) {
    expect((await shown(run)).includes(word)).toBe(false);
    expect(await placesOf(engine.url, word)).toEqual([]);
  }
});

test('no step writes a secret, and no workflow keeps one in its settings', async () => {
  const problemsOf = async (workflows: Loose): Promise<readonly string[]> => {
    const compiled = compileModel(await readPlugins([`${projectRoot}/core/identity/plugin`, `${await pluginWith(workflows)}/plugins`]));
    return compiled.kind === 'problems' ? compiled.problems.map(({ code, pointer }) => `${code} ${pointer}`) : [];
  };
  const pin = { type: 'text', label: 'Pin', dataClass: 'secret' };
  const steps = [
    { step: 'update', fields: { pin: 'name' } },
    { step: 'create', entity: 'flow.task', fields: { name: 'name', pin: 'name' } },
  ];
  expect(await problemsOf({ writes: { on: on('x'), steps } })).toEqual(['step.unknown-field /steps/0/fields/pin', 'step.unknown-field /steps/1/fields/pin']);
  expect(await problemsOf({ keeps: { on: on('x'), settings: { pin }, steps: [{ step: 'stop' }] } })).toEqual(['field.contradiction /settings/pin/dataClass']);
});

import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Policies } from '../../core/access/policy-of.js';
import type { PluginSource } from '../../core/definitions/source.js';
import type { Entity } from '../../core/definitions/model.js';
import { systemCaller } from '../../core/kernel/system-caller.js';
import { Vault } from '../../core/kernel/vault.js';
import { addComment } from '../../core/records/comments.js';
import { createRecord } from '../../core/records/create-record.js';
import { deleteRecord } from '../../core/records/delete-record.js';
import { getRecord } from '../../core/records/get-record.js';
import { historyOf } from '../../core/records/history.js';
import { erasePersonal } from '../../core/records/personal/erase-personal.js';
import { PersonalValues } from '../../core/records/personal/personal-values.js';
import type { Platform } from '../../core/records/platform.js';
import { updateRecord } from '../../core/records/update-record.js';
import { writeHooks } from '../../core/write-hooks.js';
import { fixtureSources, modelOf, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, withoutFile } from '../support/edit-plugins.js';
import { placesOf } from '../support/places-of.js';
import { TestEngine } from '../support/test-engine.js';

const on = (entity: string, event = 'created'): object[] => [{ event, entity }];
const workflows = {
  greet: {
    on: on('clinic.patient'),
    steps: [
      { step: 'let', name: 'line', value: 'concat(name, " / ", phone, " / ", born)' },
      { step: 'create', name: 'made', entity: 'clinic.visit', fields: { why: '"first"', patient: 'id' } },
      { step: 'notify', to: 'user', title: 'concat("new: ", line)', text: 'called' },
    ],
  },
  waits: {
    on: on('clinic.patient'),
    steps: [
      { step: 'delay', minutes: 10_000 },
      { step: 'update', fields: { ward: '"late"' } },
    ],
  },
  changed: { on: on('clinic.patient', 'updated'), steps: [{ step: 'let', name: 'said', value: 'concat("before: ", old.phone)' }] },
  visited: {
    on: on('clinic.visit'),
    steps: [
      { step: 'let', name: 'who', value: 'patient.name' },
      { step: 'notify', to: 'user', title: 'who' },
    ],
  },
  gone: { on: on('clinic.patient', 'deleted'), steps: [{ step: 'let', name: 'who', value: 'old.name' }] },
};

let engine: TestEngine;
let user: string;
beforeAll(async () => {
  engine = await TestEngine.start({ workflows, fixture: 'with-personal/clinic' });
  user = (await engine.user('Trusted')).userId;
});
afterAll(() => engine.close());

const words = ['Quetzalcoatl', '0987-1234', '1901-02-03', 'Ixchel', 'Kukulkan', 'itzamna'];
const someone = { name: 'Quetzalcoatl', phone: '0987-1234', born: '1901-02-03', weight: 87_654, kin: [{ person: 'Ixchel', age: 45_678 }] };
async function whereTheyStand(url: string): Promise<readonly string[]> {
  return (await Promise.all([...words, '87654', '45678'].map((word) => placesOf(url, word)))).flat();
}

test('nothing of a person is left in any table: history, undo, runs, notices, comments, links, events', async () => {
  const id = await engine.create('clinic.patient', { ...someone, trusted: [user] });
  const caller = await engine.user('Nurse', []);
  await engine.update('clinic.patient', id, { phone: 'itzamna', kin: [{ person: 'Kukulkan', age: 45_678 }] });
  await engine.update('clinic.patient', id, { phone: someone.phone, name: 'Quetzalcoatl II' });
  await engine.create('clinic.visit', { why: 'later', patient: id, doctor: caller.userId });
  const comment = { text: 'Quetzalcoatl called from 0987-1234' };
  await addComment(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), id, comment, null);
  await engine.act('clinic.patient', id, 'leave');
  await engine.settled();
  expect((await whereTheyStand(engine.url)).length).toBeGreaterThan(10);
  expect(await erasePersonal(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), id)).toEqual([
    ...['name', 'phone', 'born', 'weight', 'photo', 'trusted', 'kin.person', 'kin.age'],
  ]);
  await engine.settled();
  expect(await whereTheyStand(engine.url)).toEqual([]);
  expect(await engine.rows(`SELECT * FROM clinic_patient__trusted`)).toEqual([]);
  const left = JSON.parse(await getRecord(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), id));
  expect(left).toMatchObject({ name: '—', phone: null, weight: null, trusted: [], state: 'out', kin: [{ person: '—', age: null }] });
  await expect(engine.act('clinic.patient', id, 'undo')).rejects.toMatchObject({ status: 409 });
  const runs = await engine.runs(id);
  expect(runs.map(({ workflow, status }) => `${String(workflow)} ${String(status)}`)).toContain('clinic.greet done');
  expect(runs.filter(({ status }) => status === 'running').map(({ workflow }) => workflow)).toEqual(['clinic.waits']);
});

test('nor of one who was deleted before', async () => {
  const id = await engine.create('clinic.patient', someone);
  await engine.settled();
  await engine.rows(`DELETE FROM clinic_visit WHERE patient = '${id}'`);
  await deleteRecord(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), id);
  await engine.settled();
  await erasePersonal(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), id);
  expect(await whereTheyStand(engine.url)).toEqual([]);
});

test('others keep what is theirs, also where it is the same word', async () => {
  const [one, other] = [await engine.create('clinic.patient', someone), await engine.create('clinic.patient', someone)];
  await engine.settled();
  await erasePersonal(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), one);
  const kept = JSON.parse(await getRecord(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), other));
  expect(kept).toMatchObject({ name: 'Quetzalcoatl', phone: '0987-1234' });
  expect(await historyOf(engine.platform, engine.test.caller(), engine.entity('clinic.patient'), other)).toContain('Quetzalcoatl');
  const [run] = (await engine.runs(other)).filter(({ workflow }) => workflow === 'clinic.greet');
  expect(run.steps[0].output).toBe('Quetzalcoatl / 0987-1234 / 1901-02-03');
});

let bench: ChangeBench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

test('nothing is left under names that fields and entities had before, nor in the columns that are kept for the release before', async () => {
  const before = await fixtureSources('with-personal');
  bench = await openChangeBench();
  await bench.apply(before);
  const [platform, patient] = platformOver(bench, before, 'clinic.patient');
  const { id } = JSON.parse(await createRecord(platform, systemCaller(), patient, someone));
  await updateRecord(platform, systemCaller(), patient, id, { phone: 'itzamna', kin: [{ person: 'Kukulkan' }] }, { mode: 'patch' });
  const after = renamed(before);
  await bench.apply(after);
  const [later, guest] = platformOver(bench, after, 'clinic.guest');
  expect(await historyOf(later, systemCaller(), guest, id)).toContain('0987-1234');
  expect(await erasePersonal(later, systemCaller(), guest, id)).toContain('relatives.person');
  expect(await whereTheyStand(bench.url)).toEqual([]);
  const changes: readonly { op: string }[] = JSON.parse(await historyOf(later, systemCaller(), guest, id));
  expect(changes.map(({ op }) => op)).toEqual(['action', 'updated', 'created']);
});

test('what is unique and required is erased of one after another', async () => {
  const text = { type: 'text', label: 'Card', required: true, unique: true, dataClass: 'personal' };
  const sources = edited(await fixtureSources('with-personal'), 'entities/patient.json', ({ fields }) =>
    Object.assign(fields, { card: text, short: { ...text, maxLength: 20 } }),
  );
  bench = await openChangeBench();
  await bench.apply(sources);
  const [platform, patient] = platformOver(bench, sources, 'clinic.patient');
  const left: { id: string; card: string; short: string }[] = [];
  for (const card of ['one', 'two', 'three']) {
    const { id } = JSON.parse(await createRecord(platform, systemCaller(), patient, { name: card, card, short: card }));
    await erasePersonal(platform, systemCaller(), patient, id);
    left.push(JSON.parse(await getRecord(platform, systemCaller(), patient, id)));
  }
  expect(left.map(({ card, short }) => [card, short])).toEqual(left.map(({ id }) => [`— ${id}`, `— ${id.slice(-18)}`]));
});

test('ids, days and names of entities are left as they are, and words that hold what is erased', async () => {
  const fields = modelOf(await fixtureSources('with-personal')).entities.get('clinic.patient')?.fields;
  const values = new PersonalValues();
  for (const [name, content] of [
    ['name', 'clinic'],
    ['name', '2026'],
    ['phone', '+84 (9)'],
    ['born', '1901-02-03'],
  ] as const) {
    const field = fields?.get(name);
    if (field !== undefined) values.add(field, content);
  }
  const kept = {
    entity: 'clinic.patient',
    id: '01890000-2026-7000-8000-000000000001',
    day: '2026-07-01',
    at: '2026-07-01T08:00:00.000Z',
    text: 'polyclinics 20261',
  };
  expect(values.masked(kept)).toEqual(kept);
  const told = ['clinic', '1901-02-03', 'the clinic, 2026!', 'file_clinic_2026.pdf', 'a+84 (9)b', String.raw`{"x":"\nclinic"}`, 'on 1901-02-03'];
  expect(values.masked(told)).toEqual(['—', '—', 'the —, —!', 'file_—_—.pdf', 'a—b', String.raw`{"x":"\n—"}`, 'on —']);
});

/** The entity and some of its fields under other names, one of them of another type too. */
function renamed(sources: readonly PluginSource[]): readonly PluginSource[] {
  const text = sources.flatMap(({ files }) => files).find(({ path }) => path.endsWith('entities/patient.json'))?.text ?? '';
  const json = JSON.parse(text);
  const { phone, born, kin, ...fields } = json.fields;
  const convertFrom = { type: 'text', expression: 'date(old)' };
  json.fields = {
    ...fields,
    called: { ...fields.called, expression: 'concat(name, " (", mobile, ")")' },
    mobile: { ...phone, formerly: 'phone' },
    birthday: { ...born, type: 'date', formerly: 'born', convertFrom },
    relatives: { ...kin, formerly: 'kin' },
  };
  json.lifecycle.transitions.leave.set = { mobile: 'null', ward: 'null' };
  const guest = { ...json, name: 'guest', plural: 'guests', formerly: { name: 'patient', plural: 'patients' } };
  return edited(withoutFile(sources, 'entities/patient.json'), 'entities/visit.json', (visit) => {
    visit.fields.patient.entity = 'clinic.guest';
  }).map((source) =>
    source.folder.endsWith('clinic')
      ? { ...source, files: [...source.files, { path: 'clinic/entities/guest.json', role: 'entity' as const, text: JSON.stringify(guest) }] }
      : source,
  );
}

function platformOver({ connection }: ChangeBench, sources: readonly PluginSource[], id: string): readonly [Platform, Entity] {
  const model = modelOf(sources);
  const policies = new Policies(model);
  const entity = model.entities.get(id);
  if (entity === undefined) throw new Error(`no ${id}`);
  const vault = new Vault(tmpdir(), [Buffer.alloc(32, 7).toString('base64')]);
  return [{ model, database: connection.database, policyOf: (caller) => policies.policyOf(caller), hooks: writeHooks, vault }, entity];
}

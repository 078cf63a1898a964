import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { readSheet } from '../support/read-sheet.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** One record as the test made it. */
interface Box {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly amount: string;
  readonly owner: string;
  readonly inside: string | null;
}

/** A grant of a role, said a second time in other words: the oracle. */
interface Rule {
  readonly verbs: string;
  readonly rows: (box: Box, me: string) => boolean;
  readonly hidden?: readonly string[];
  readonly locked?: readonly string[];
  readonly shuts?: boolean;
}

const everywhere = (): boolean => true;
const own = (box: Box, me: string): boolean => box.owner === me;
const rules: Readonly<Record<string, readonly Rule[]>> = {
  none: [],
  'all-reader': [{ verbs: 'read export', rows: everywhere }],
  'blind-reader': [{ verbs: 'read export', rows: everywhere, hidden: ['secret', 'amount', 'items.cost'] }],
  'own-reader': [{ verbs: 'read export', rows: own }],
  'own-full': [{ verbs: 'read create update delete export', rows: own, shuts: true }],
  mixed: [
    { verbs: 'read', rows: everywhere, hidden: ['secret', 'inside'] },
    { verbs: 'read', rows: own },
  ],
  writer: [{ verbs: 'read create update', rows: everywhere, locked: ['amount'] }],
  'poor-writer': [{ verbs: 'read update', rows: own, hidden: ['secret'] }],
  'cheap-reader': [{ verbs: 'read', rows: (box) => Number(box.amount) < 100, hidden: ['items'] }],
  maker: [{ verbs: 'create', rows: everywhere }],
  shutter: [{ verbs: 'read', rows: everywhere, shuts: true }],
  'own-reader+blind-reader': [
    { verbs: 'read export', rows: own },
    { verbs: 'read export', rows: everywhere, hidden: ['secret', 'amount', 'items.cost'] },
  ],
};

let app: TestApp;
let admin: Client;
const boxes: Box[] = [];
const people = new Map<string, { readonly id: string; readonly client: Client }>();

beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-rights')] });
  admin = app.administrator;
  const roles = new Map<string, string>(
    (await admin.get('/api/core/roles?range=[0,99]')).json.map((role: { code: string; id: string }) => [role.code, role.id]),
  );
  for (const name of Object.keys(rules)) {
    const held = name === 'none' ? [] : name.split('+').map((one) => roles.get(`vault.${one}`));
    const user = await admin.post('/api/core/users', { name, roles: held });
    const key = await admin.post('/api/core/api-keys', { name, actsAs: user.json.id });
    people.set(name, { id: user.json.id, client: admin.withKey(key.json._secret) });
  }
  let inside: string | null = null;
  for (const [name, { id: owner }] of people) {
    for (const amount of ['50.00', '500.00']) {
      const number = boxes.length;
      const body = { name: `box${number}`, secret: `hidden${number}`, amount, owner, inside, items: [{ label: `item${number}`, cost: `${number}.25` }] };
      const made = await admin.post('/api/vault/boxes', body);
      if (made.status !== 201) throw new Error(`${name}: ${made.text}`);
      await admin.patch(`/api/vault/boxes/${made.json.id}`, { secret: `hidden${number}!` });
      boxes.push({ id: made.json.id, name: body.name, secret: `hidden${number}!`, amount, owner, inside });
      inside = made.json.id;
    }
  }
});
afterAll(() => app.close());

/** Counts what was asked and keeps what should not have been answered. */
class Matrix {
  cases = 0;
  readonly leaks: string[] = [];

  hold(isRight: boolean, what: string): void {
    this.cases += 1;
    if (!isRight) this.leaks.push(what);
  }
}

const sees = (role: string, box: Box, field = 'id'): boolean => {
  const me = people.get(role)?.id ?? '';
  return (rules[role] ?? []).some((rule) => rule.verbs.includes('read') && rule.rows(box, me) && rule.hidden?.includes(field) !== true);
};
const mayEver = (role: string, verb: string): boolean => (rules[role] ?? []).some((rule) => rule.verbs.split(' ').includes(verb));
const seesEver = (role: string, field: string): boolean =>
  (rules[role] ?? []).some((rule) => rule.verbs.includes('read') && rule.hidden?.includes(field) !== true);
const fields = ['name', 'secret', 'amount', 'owner'] as const;

test('reading shows what the roles allow and nothing else, by every way', async () => {
  const matrix = new Matrix();
  for (const [role, { client }] of people) {
    const isReader = mayEver(role, 'read');
    const list = await client.get('/api/vault/boxes?range=[0,199]');
    matrix.hold(list.status === (isReader ? 200 : 403), `${role} list ${list.status}`);
    const listed = new Map<string, Record<string, unknown>>((isReader ? list.json : []).map((row: { id: string }) => [row.id, row]));
    for (const box of boxes) {
      matrix.hold(listed.has(box.id) === sees(role, box), `${role} list ${box.name}`);
      const one = await client.get(`/api/vault/boxes/${box.id}`);
      matrix.hold(one.status === (sees(role, box) ? 200 : 404), `${role} get ${box.name} ${one.status}`);
      for (const field of fields) {
        const isShown = sees(role, box, field);
        for (const [way, row] of [
          ['list', listed.get(box.id)],
          ['get', one.status === 200 ? one.json : undefined],
        ] as const)
          if (row !== undefined) matrix.hold((row[field] ?? null) === (isShown ? box[field] : null), `${role} ${way} ${box.name}.${field}`);
      }
      if (one.status === 200) {
        const text = (await client.get(`/api/vault/boxes/${box.id}/history`)).text;
        matrix.hold(text.includes(box.secret) === sees(role, box, 'secret'), `${role} history ${box.name}`);
        matrix.hold(text.includes('"field":"inside"') === (box.inside !== null && sees(role, box, 'inside')), `${role} history ${box.name}.inside`);
        matrix.hold(
          one.text.includes(`"${boxes.indexOf(box)}.25"`) === (seesEver(role, 'items') && sees(role, box, 'items.cost') && sees(role, box, 'items')),
          `${role} cost ${box.name}`,
        );
      } else {
        for (const way of ['history', 'comments'])
          matrix.hold((await client.get(`/api/vault/boxes/${box.id}/${way}`)).status >= 403, `${role} ${way} ${box.name}`);
      }
    }
  }
  expect(matrix.leaks).toEqual([]);
  expect(matrix.cases).toBeGreaterThan(1000);
}, 120_000);

test('filters, sorts, search, figures and exports tell nothing of what is hidden', async () => {
  const matrix = new Matrix();
  for (const [role, { client }] of people) {
    if (!mayEver(role, 'read')) {
      for (const way of ['?filter={"secret":"x"}', '?sort=["secret","ASC"]', '?q=hidden', '/aggregate?measures=count', '/export'])
        matrix.hold((await client.get(`/api/vault/boxes${way}`)).status === 403, `${role} ${way}`);
      continue;
    }
    for (const field of ['secret', 'amount'] as const) {
      const isKnown = seesEver(role, field);
      for (const [way, path] of [
        ['sort', `?sort=["${field}","ASC"]&range=[0,199]`],
        ['fields', `?fields=${field}&range=[0,199]`],
        ['group', `/aggregate?group=${field}&measures=count`],
      ] as const) {
        const answer = await client.get(`/api/vault/boxes${path}`);
        matrix.hold(isKnown ? answer.status === 200 || way === 'group' : answer.status === 400, `${role} ${way} ${field} ${answer.status}`);
      }
      for (const box of boxes) {
        const found = await client.get(`/api/vault/boxes?range=[0,199]&filter=${encodeURIComponent(JSON.stringify({ [field]: box[field] }))}`);
        if (!isKnown) matrix.hold(found.status === 400, `${role} filter ${field} ${found.status}`);
        else {
          const right = boxes.filter((one) => one[field] === box[field] && sees(role, one, field) && sees(role, one)).map((one) => one.id);
          matrix.hold(
            JSON.stringify(found.json.map((row: { id: string }) => row.id).toSorted()) === JSON.stringify(right.toSorted()),
            `${role} filter ${field}=${box[field]}`,
          );
        }
      }
    }
    for (const box of boxes) {
      const word = box.secret.replace('!', '');
      const found = await client.get(`/api/vault/boxes?range=[0,199]&q=${word}`);
      const ids: readonly string[] = found.json.map((row: { id: string }) => row.id);
      matrix.hold(ids.includes(box.id) === (sees(role, box) && sees(role, box, 'secret')), `${role} q ${word}`);
      const through = await client.get(`/api/vault/boxes?range=[0,199]&filter=${encodeURIComponent(JSON.stringify({ 'inside.name': box.name }))}`);
      const next = boxes[boxes.indexOf(box) + 1];
      const isThere = through.status === 200 && next !== undefined && through.json.some((row: { id: string }) => row.id === next.id);
      matrix.hold(isThere === (next !== undefined && sees(role, next) && sees(role, next, 'inside') && sees(role, box)), `${role} through ${box.name}`);
      const search = await client.get(`/api/search?q=${box.name}`);
      matrix.hold(search.text.includes(box.id) === sees(role, box), `${role} search ${box.name}`);
    }
    const count = (await client.get('/api/vault/boxes/aggregate?measures=count')).json[0].count;
    matrix.hold(Number(count) === boxes.filter((box) => sees(role, box)).length, `${role} count`);
    if (seesEver(role, 'amount')) {
      const sum = (await client.get('/api/vault/boxes/aggregate?measures=sum(amount)')).json[0]['sum(amount)'];
      const right = boxes.filter((box) => sees(role, box) && sees(role, box, 'amount')).reduce((total, box) => total + Number(box.amount), 0);
      matrix.hold(Number(sum) === right, `${role} sum ${sum} ${right}`);
    }
    const expanded = await client.get('/api/vault/boxes?range=[0,199]&expand=inside');
    for (const box of boxes) matrix.hold(sees(role, box, 'secret') || !expanded.text.includes(`"${box.secret}"`), `${role} expand ${box.name}`);
    const file = await client.get('/api/vault/boxes/export');
    matrix.hold(file.status === (mayEver(role, 'export') ? 200 : 403), `${role} export ${file.status}`);
    for (const box of boxes) matrix.hold(file.status !== 200 || file.text.includes(box.secret) === sees(role, box, 'secret'), `${role} export ${box.name}`);
    const sheet = await client.get('/api/vault/boxes/export?format=xlsx');
    matrix.hold(sheet.status === file.status, `${role} xlsx ${sheet.status}`);
    const cells = sheet.status === 200 ? (await readSheet(sheet.bytes)).flat() : [];
    for (const box of boxes) matrix.hold(sheet.status !== 200 || cells.includes(box.secret) === sees(role, box, 'secret'), `${role} xlsx ${box.name}`);
    const meta = (await client.get('/api/meta')).json.entities.find((entity: { id: string }) => entity.id === 'vault.box');
    const document = (await client.get('/api/openapi.json')).json.components.schemas['vault.box'].properties;
    for (const field of fields) {
      matrix.hold(meta.fields.some((one: { name: string }) => one.name === field) === seesEver(role, field), `${role} meta ${field}`);
      matrix.hold(field in document === seesEver(role, field), `${role} openapi ${field}`);
    }
  }
  expect(matrix.leaks).toEqual([]);
  expect(matrix.cases).toBeGreaterThan(1000);
}, 120_000);

test('writing is refused where no role allows it, and changes nothing', async () => {
  const matrix = new Matrix();
  for (const [role, { id: me, client }] of people) {
    const may = (verb: string, box: Box): boolean => (rules[role] ?? []).some((rule) => rule.verbs.split(' ').includes(verb) && rule.rows(box, me));
    for (const box of boxes) {
      const path = `/api/vault/boxes/${box.id}`;
      const right = !mayEver(role, 'update') ? 403 : !sees(role, box) ? 404 : may('update', box) ? 200 : 403;
      const named = await client.patch(path, { name: box.name });
      matrix.hold(named.status === right, `${role} patch ${box.name} ${named.status} ${right}`);
      const isLocked = (field: string): boolean =>
        !(rules[role] ?? []).some((rule) => rule.verbs.includes('update') && rule.hidden?.includes(field) !== true && rule.locked?.includes(field) !== true);
      const poorer = await client.patch(path, { amount: '1.00' });
      const isRefused = right !== 200 || isLocked('amount');
      matrix.hold((poorer.status === 200) === !isRefused, `${role} patch amount ${box.name} ${poorer.status}`);
      if (poorer.status === 200) await admin.patch(path, { amount: box.amount });
      if (right === 200) {
        const away = await client.patch(path, { owner: null });
        matrix.hold(
          (away.status === 200) === (rules[role] ?? []).some((rule) => rule.verbs.includes('update') && rule.rows({ ...box, owner: '' }, me)),
          `${role} give away ${box.name} ${away.status}`,
        );
        await admin.patch(path, { owner: box.owner });
      }
      const shut = await client.post(`${path}/actions/shut`);
      const mayShut = (rules[role] ?? []).some((rule) => rule.shuts === true && rule.rows(box, me)) && sees(role, box);
      matrix.hold((shut.status === 200 || shut.status === 409) === mayShut, `${role} shut ${box.name} ${shut.status}`);
    }
    const made = await client.post('/api/vault/boxes', { name: 'new', owner: me });
    matrix.hold((made.status === 201) === mayEver(role, 'create'), `${role} create ${made.status}`);
    const foreign = await client.post('/api/vault/boxes', { name: 'foreign', owner: boxes[0]?.owner === me ? boxes[3]?.owner : boxes[0]?.owner });
    matrix.hold(
      (foreign.status === 201) === (rules[role] ?? []).some((rule) => rule.verbs.includes('create') && rule.rows !== own),
      `${role} create foreign ${foreign.status}`,
    );
    for (const answer of [made, foreign]) if (answer.status === 201) await admin.delete(`/api/vault/boxes/${answer.json.id}`);
    for (const box of boxes.toReversed()) {
      if (may('delete', box) && sees(role, box)) continue;
      const gone = await client.delete(`/api/vault/boxes/${box.id}`);
      matrix.hold(gone.status === 403 || gone.status === 404, `${role} delete ${box.name} ${gone.status}`);
    }
  }
  for (const box of boxes) {
    const { json } = await admin.get(`/api/vault/boxes/${box.id}`);
    for (const field of fields) matrix.hold(json[field] === box[field], `unchanged ${box.name}.${field}`);
  }
  expect(matrix.leaks).toEqual([]);
  expect(matrix.cases).toBeGreaterThan(1000);
}, 120_000);

import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Route } from 'playwright-core';
import { projectRoot } from '../../core/kernel/project-root.js';
import { scriptAttempts } from '../support/script-attempts.js';
import { ScreensRig } from '../support/screens-rig.js';
import { richThing } from '../support/rich-thing.js';

let rig: ScreensRig;
let thing = '';

beforeAll(async () => {
  rig = await ScreensRig.openWith([join(projectRoot, 'tests/fixtures/with-every-type')], async (administrator) => {
    thing = await administrator.make('kinds/things', richThing);
  });
}, 120_000);
afterAll(() => rig.close());
afterEach(() => rig.closePages());

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

test.each([
  [1440, 'vi', 'light'],
  [390, 'en', 'dark'],
] as const)(
  'every type in list, record page and form at %i px in %s, %s',
  async (width, locale, look) => {
    const signed = await rig.signIn(width, locale, look);
    await signed.page.evaluate(`localStorage.setItem('RaStore.kinds/things.columns', '${JSON.stringify(Object.keys(richThing))}')`);
    const faults: string[] = [];
    for (const place of ['/kinds/things', `/kinds/things/${thing}/show`, `/kinds/things/${thing}`]) {
      await rig.visit(signed.page, place);
      faults.push(...(await rig.faultsOf(signed, width)).map((fault) => `${place}: ${fault}`));
    }
    expect(faults).toEqual([]);
  },
  120_000,
);

test('plain values are entered as people write them', async () => {
  const { page } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/kinds/things/create');
  await page.getByLabel('text *').fill('entered');
  await page.getByRole('textbox', { name: 'color', exact: true }).fill('#FFAA00');
  await page.getByRole('radio', { name: '4 of 5' }).dispatchEvent('click');
  await page.getByLabel('duration', { exact: true }).fill('1:30');
  await page.getByRole('group', { name: 'time', exact: true }).getByRole('spinbutton', { name: 'Hours' }).click();
  await page.keyboard.type('0830');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('1 h 30').first().waitFor();
  const [row] = (await rig.app.administrator.get(`/api/kinds/things?filter=${encodeURIComponent('{"text":"entered"}')}`)).json;
  expect(row).toMatchObject({ tint: '#ffaa00', stars: 4, lasts: 5400, opens: '08:30' });
}, 60_000);

test('lists, names and places are entered', async () => {
  const { page } = await rig.signIn(390, 'en');
  await rig.visit(page, '/kinds/things/create');
  await page.getByLabel('text *').fill('entered lists');
  await page.getByRole('combobox', { name: 'multi-enum' }).click();
  await page.getByRole('option', { name: 'GREEN' }).click();
  await page.getByRole('combobox', { name: 'tags' }).fill('kh');
  await page.getByRole('option', { name: 'khách quen' }).click();
  await page.getByRole('combobox', { name: 'tags' }).fill('new word');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add address' }).click();
  await page.getByLabel('emails 1').fill('Mai@example.com');
  await page.getByLabel('Latitude').fill('21,5');
  await page.getByLabel('Longitude').fill('105');
  await page.getByLabel('Given name').fill('Mai');
  await page.getByLabel('Family name').fill('Lê');
  await page.getByLabel('json', { exact: true }).fill('{"a": [1]}');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('mai@example.com').first().waitFor();
  const [row] = (await rig.app.administrator.get(`/api/kinds/things?filter=${encodeURIComponent('{"text":"entered lists"}')}`)).json;
  expect(row).toMatchObject({
    colors: ['green'],
    words: ['khách quen', 'new word'],
    mails: [{ type: 'work', value: 'mai@example.com' }],
    spot: { latitude: 21.5, longitude: 105 },
    person: { family: 'Lê', middle: null, given: 'Mai' },
    extra: { a: [1] },
  });
}, 60_000);

const written = [
  '<p><strong>Xin chào</strong> xem <a target="_blank" rel="noopener noreferrer nofollow" href="https://example.com/tra">example.com/tra</a></p>',
  '<ul><li><p>sen</p></li><li><p>nhài</p></li></ul>',
].join('');

test('formatted text is written, and nothing in it runs where it is shown', async () => {
  const { page } = await rig.signIn(1440, 'en');
  const id = await rig.app.administrator.make('kinds/things', {
    text: 'attempts',
    letter: scriptAttempts.join('<p>next</p>'),
    readme: scriptAttempts.join('\n\n'),
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const place of [`/kinds/things/${id}/show`, `/kinds/things/${id}`, '/kinds/things']) {
    await rig.visit(page, place);
    expect(await page.evaluate('window.stolen')).toBeUndefined();
    const content = page.locator('#main-content');
    expect(await content.locator('script, iframe, object, form[action], style, base, meta, [onerror], [onclick], [onload], [onfocus]').count()).toBe(0);
    // A link that lost its address leads nowhere.
    for (const link of await content.locator('a').all()) expect((await link.getAttribute('href')) ?? '').toMatch(/^(?:https?:\/\/|mailto:|tel:|#|\/api\/)|^$/u);
  }
  expect(asked.filter((url) => !url.startsWith(rig.app.url) && !url.startsWith('blob:'))).toEqual([]);

  await rig.visit(page, '/kinds/things/create');
  await page.getByLabel('text *').fill('written');
  await page.getByRole('textbox', { name: 'rich-text' }).click();
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type('Xin chào');
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type(' xem ');
  await page.getByRole('button', { name: 'Link' }).click();
  await page.getByLabel('Address of the link').fill('javascript:alert(1)');
  expect(await page.getByRole('button', { name: 'Set link' }).isDisabled()).toBe(true);
  await page.getByLabel('Address of the link').fill('example.com/tra');
  await page.keyboard.press('Enter');
  await page.getByLabel('Address of the link').waitFor({ state: 'detached' });
  await page.waitForFunction(`document.activeElement?.getAttribute('aria-label') === 'rich-text'`);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.keyboard.type('sen');
  await page.keyboard.press('Enter');
  await page.keyboard.type('nhài');
  await page.getByRole('textbox', { name: 'markdown' }).fill('Some *words*');
  await page.getByRole('tab', { name: 'Preview' }).click();
  await page.locator('em', { hasText: 'words' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('strong', { hasText: 'Xin chào' }).waitFor();
  const [row] = (await rig.app.administrator.get(`/api/kinds/things?filter=${encodeURIComponent('{"text":"written"}')}`)).json;
  expect(row).toMatchObject({ letter: written, readme: 'Some *words*' });
}, 90_000);

test('who chooses a mark and types on at once loses no letter', async () => {
  const { page } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/kinds/things/create');
  const letter = page.getByRole('textbox', { name: 'rich-text' });
  await letter.click();
  // As on a slow machine, where what waits for the next picture comes later than the next key.
  await page.evaluate('{ const { requestAnimationFrame: next } = window; window.requestAnimationFrame = (call) => setTimeout(() => next(call), 500); }');
  await page.keyboard.type('sen ');
  const bold = await page.getByRole('button', { name: 'Bold' }).boundingBox();
  await page.mouse.click((bold?.x ?? 0) + 8, (bold?.y ?? 0) + 8);
  await page.keyboard.type(' Tây Hồ');
  await expect(letter.innerHTML()).resolves.toBe('<p>sen <strong> Tây Hồ</strong></p>');
}, 60_000);

test('what somebody else saved meanwhile is loaded into the editor too, and goes on from there', async () => {
  const id = await rig.app.administrator.make('kinds/things', { text: 'meanwhile', letter: '<p>first</p>' });
  const { page } = await rig.signIn(1440, 'en');
  await rig.visit(page, `/kinds/things/${id}`);
  const letter = page.getByRole('textbox', { name: 'rich-text' });
  await letter.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' mine');
  expect((await rig.app.administrator.patch(`/api/kinds/things/${id}`, { letter: '<p>theirs</p>' })).status).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Load the present one' }).click();
  await letter.getByText('theirs', { exact: true }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' and more');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).waitFor();
  expect((await rig.app.administrator.get(`/api/kinds/things/${id}`)).json).toMatchObject({ letter: '<p>theirs and more</p>' });
}, 60_000);

test('a save waits for uploads, the latest signature counts, and a file that fails takes no other along', async () => {
  const { page } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/kinds/things/create');
  await page.getByLabel('text *').fill('uploaded');
  const save = page.getByRole('button', { name: 'Save' });
  const signature = page.getByRole('group', { name: 'signature', exact: true });
  // Each upload stands still until it is let go on.
  const awaited: { readonly name: string; stop(route: Route): void }[] = [];
  await page.route('**/api/files?*', async (route) => {
    const [first] = awaited;
    if (first === undefined || !route.request().url().includes(first.name)) return route.continue();
    awaited.shift();
    first.stop(route);
    return undefined;
  });
  const begun = (name: string): Promise<Route> => new Promise((stop) => void awaited.push({ name, stop }));
  const sign = async (name: string): Promise<Route> => {
    const upload = begun('signature');
    await signature.getByLabel('Or type the name of who signs').fill(name);
    await page.keyboard.press('Enter');
    return upload;
  };
  const ended = async (upload: Route): Promise<string> => {
    const answer = page.waitForResponse((response) => response.request() === upload.request());
    await upload.continue();
    return JSON.parse(await (await answer).text()).id;
  };

  const wiped = await sign('Wiped');
  expect(await save.isDisabled()).toBe(true);
  await signature.getByRole('button', { name: 'Clear' }).click();
  await ended(wiped);
  const slow = await sign('Slow');
  const kept = await ended(await sign('Kept'));
  await signature.getByText('Signed. It stays once you save.').waitFor();
  await ended(slow);

  const lost = begun('lost.txt');
  const files = page.getByRole('group', { name: 'files', exact: true });
  await files.locator('input[type=file]').setInputFiles(['good.txt', 'lost.txt'].map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('Trà') })));
  const upload = await lost;
  expect(await save.isDisabled()).toBe(true);
  await upload.abort();
  await files.getByText(/^lost\.txt: /u).waitFor();
  await save.click();
  await page.getByRole('link', { name: 'good.txt' }).waitFor();
  const [row] = (await rig.app.administrator.get(`/api/kinds/things?filter=${encodeURIComponent('{"text":"uploaded"}')}`)).json;
  expect(row).toMatchObject({ sign: kept, _files: { papers: [{ name: 'good.txt' }] } });
}, 60_000);

test.each([
  [1440, 'drawn'],
  [390, 'typed'],
] as const)(
  'at %i px files are attached and a signature is %s, which then stays',
  async (width, how) => {
    const { page } = await rig.signIn(width, 'en');
    await rig.visit(page, '/kinds/things/create');
    await page.getByLabel('text *').fill(`signed ${how}`);
    const files = page.getByRole('group', { name: 'files', exact: true });
    await files.locator('input[type=file]').setInputFiles([
      { name: 'ghi chú.txt', mimeType: 'text/plain', buffer: Buffer.from('Trà sen') },
      { name: 'wrong.html', mimeType: 'text/html', buffer: Buffer.from('<script>window.stolen = 1</script>') },
    ]);
    await files.getByText('wrong.html').waitFor();
    await files.getByRole('button', { name: 'Remove wrong.html' }).click();
    const signature = page.getByRole('group', { name: 'signature', exact: true });
    if (how === 'typed') {
      await signature.getByLabel('Or type the name of who signs').fill('Nguyễn Thị Lan');
      await page.keyboard.press('Enter');
    } else {
      await signature.locator('canvas').scrollIntoViewIfNeeded();
      const box = await signature.locator('canvas').boundingBox();
      if (box === null) throw new Error('no paper');
      await page.mouse.move(box.x + 40, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + 200, box.y + 90, { steps: 5 });
      await page.mouse.up();
    }
    await signature.getByText('Signed. It stays once you save.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'ghi chú.txt' }).waitFor();
    const [row] = (await rig.app.administrator.get(`/api/kinds/things?filter=${encodeURIComponent(JSON.stringify({ text: `signed ${how}` }))}`)).json;
    expect(row._files).toMatchObject({ papers: [{ name: 'ghi chú.txt', bytes: 8 }], sign: [{ mediaType: 'image/png', by: 'Administrator' }] });
    expect(row._files.sign[0].bytes).toBeGreaterThan(500);
    await page.getByRole('img', { name: /^Administrator, / }).waitFor();
    await rig.visit(page, `/kinds/things/${row.id}`);
    expect([await page.locator('canvas').count(), await page.getByRole('img', { name: /^Administrator, / }).count()]).toEqual([0, 1]);
  },
  90_000,
);

test.each([1440, 390])(
  'at %i px a record of any of several kinds is chosen by kind and name',
  async (width) => {
    // Another one each time, also when it is tried again.
    const name = `Nhóm ${width} ${String(Date.now())}`;
    const group = await rig.app.administrator.make('kinds/groups', { name });
    const { page } = await rig.signIn(width, 'en');
    await rig.visit(page, '/kinds/things/create');
    await page.getByLabel('text *').fill(`points to ${name}`);
    const about = page.getByRole('group', { name: 'any-reference', exact: true });
    await about.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Group' }).click();
    await about.getByRole('combobox', { name: 'Record' }).fill(name);
    await page.getByRole('option', { name }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name }).waitFor();
    const [row] = (await rig.app.administrator.get(`/api/kinds/things?filter=${encodeURIComponent(JSON.stringify({ text: `points to ${name}` }))}`)).json;
    expect(row).toMatchObject({ about: `kinds.group/${group}`, aboutGroup: group });
    // It is there again when the record is changed, and goes when another kind is chosen.
    await rig.visit(page, `/kinds/things/${row.id}`);
    expect(await about.getByRole('combobox', { name: 'Record' }).inputValue()).toBe(name);
    await about.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Person' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Edit', exact: true }).waitFor();
    expect((await rig.app.administrator.get(`/api/kinds/things/${row.id}`)).json.about).toBeNull();
  },
  90_000,
);

import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import { readConfig } from '../../core/kernel/config.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { pluginFolders } from '../../core/plugin-host/plugin-folders.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const example = join(projectRoot, 'examples/rental');
let page: string;
let app: TestApp;
let folder: string;

beforeAll(async () => {
  page = await readFile(join(projectRoot, 'docs/tutorial-rental.md'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'trellis-rental-'));
  app = await startTestApp({ plugins: [example] });
}, 60_000);
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('after each step the files so far pass the check; the steps name every file', async () => {
  const named = [...page.matchAll(/^Files: (.*)$/gmu)].map(([, files = '']) => [...files.matchAll(/`([^`]+)`/gu)].map(([, file = '']) => file));
  expect(named.length).toBe(5);
  for (const files of named) {
    for (const file of files) {
      await mkdir(dirname(join(folder, 'rental', file)), { recursive: true });
      await cp(join(example, file), join(folder, 'rental', file));
    }
    const compiled = compileModel(await readPlugins([...pluginFolders(readConfig({})), join(folder, 'rental')]));
    expect(compiled.kind === 'problems' ? compiled.problems : []).toEqual([]);
  }
  const there = (await readdir(example, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  expect(named.flat().sort()).toEqual(there);
});

test('the parts that are shown are what the files say', async () => {
  const shown = [...page.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)];
  expect(shown.length).toBeGreaterThan(8);
  for (const [, path = '', text = ''] of shown) expect(await readFile(join(projectRoot, path), 'utf8')).toContain(text);
});

test('the requests are answered as the page says', async () => {
  const names = new Map<string, string>();
  const filled = (text: string): string => text.replace(/\{(\w+)\}/gu, (whole, name: string) => names.get(name) ?? whole);
  const requests = [...page.matchAll(/```http\n([\s\S]*?)```/gu)].map(([, text = '']) => text);
  expect(requests.length).toBeGreaterThan(10);
  for (const request of requests) {
    const [asked = '', told = ''] = request.split('\n\n');
    const [, method = '', path = '', body = ''] = /^(\w+) (.*)\n?([\s\S]*)$/u.exec(asked) ?? [];
    const [, status = '', expected = '', name, where = ''] = /^(\d+) (.*)\n(?:(\w+) = (\S+))?/u.exec(told) ?? [];
    const answer = await send(app.administrator, method, filled(path), filled(body));
    expect([asked, answer.status, answer.json]).toMatchObject([asked, Number(status), JSON.parse(filled(expected))]);
    if (name !== undefined) names.set(name, String(where.split('.').reduce((value, key) => value[key], answer.json)));
  }
});

function send(client: Client, method: string, path: string, body: string): ReturnType<Client['get']> {
  return client.send(method, encodeURI(path), body === '' ? undefined : body);
}

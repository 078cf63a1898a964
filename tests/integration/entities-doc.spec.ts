import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let folder: string;
let app: TestApp;
let admin: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-entities-'));
  const page = await readFile(join(projectRoot, 'docs/entities.md'), 'utf8');
  for (const [, path = '', text = ''] of page.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  app = await startTestApp({ plugins: [folder], env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('periods that do not overlap', async () => {
  const book = (start: string, end: string) => admin.post('/api/club/bookings', { member: 'An', court: 'clay', start, end });
  const first = await book('2026-03-01T08:00:00Z', '2026-03-01T09:00:00Z');
  expect(await book('2026-03-01T08:30:00Z', '2026-03-01T10:00:00Z')).toMatchObject({ status: 422, json: { detail: 'The court is taken then. (An)' } });
  await admin.post(`/api/club/bookings/${first.json.id}/actions/cancel`);
  expect((await book('2026-03-01T08:30:00Z', '2026-03-01T10:00:00Z')).status).toBe(201);
});

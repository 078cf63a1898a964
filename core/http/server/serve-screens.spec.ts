import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fastify, { type LightMyRequestResponse } from 'fastify';
import { setSecurityHeaders } from './security-headers.js';
import { readScreens, serveScreens } from './serve-screens.js';

const folder = mkdtempSync(join(tmpdir(), 'trellis screens '));
const script = 'console.log("a script that is long enough")';
const inline = 'document.documentElement.dataset.theme = "dark"';
const server = fastify();

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), `<!doctype html><script>${inline}</script><script type="module" src="/assets/app-1.js"></script>`);
  writeFileSync(join(folder, '.built'), 'hash');
  for (const [name, content] of [
    ['app-1.js', script],
    ['app-1.js.br', brotliCompressSync(script)],
    ['app-1.js.gz', gzipSync(script)],
    ['logo.svg', '<svg/>'],
  ] as const) {
    writeFileSync(join(folder, 'assets', name), content);
  }
  const screens = readScreens(folder);
  setSecurityHeaders(server, { isSecure: true, indexHtml: screens?.indexHtml ?? null });
  serveScreens(server, screens);
  await server.ready();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['br, gzip', 'br'],
  ['gzip', 'gzip'],
  ['identity', undefined],
])('an asset is served for ever, for accept-encoding %s as %s', async (accepted, encoding) => {
  const answer = await get('/assets/app-1.js', { 'accept-encoding': accepted });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(answer.headers['content-encoding']).toBe(encoding);
  if (encoding === 'br') expect(answer.rawPayload).toEqual(brotliCompressSync(script));
});

test.each(['/', '/index.html', '/sales/orders/1?x=1', '/%2e%2e/package.json', '/.built'])('%s is the page, asked for anew each time', async (path) => {
  const answer = await get(path);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  expect(answer.body).toContain('<!doctype html>');
  expect((await get(path, { 'if-none-match': String(answer.headers['etag']) })).statusCode).toBe(304);
});

test.each(['/assets/missing.js', '/api', '/api/nothing', '/api?x'])('%s is not the page', async (path) => {
  expect((await get(path)).statusCode).toBe(404);
});

test('scripts come from our files and by hash; nobody frames us; https is kept to', async () => {
  const { headers } = await get('/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(inline).digest('base64')}';`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'strict-transport-security': 'max-age=31536000' });
});

test('without a build there are no screens', () => {
  expect(readScreens(join(folder, 'assets'))).toBeNull();
});

function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
  return server.inject({ url, headers });
}

import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const json = { 'content-type': 'application/json' };

test('health needs no sign-in', async () => {
  const seen = await Promise.all(['live', 'ready'].map(async (name) => (await fetch(`${app.url}/api/health/${name}`)).json()));
  expect(seen).toEqual([
    { status: 'live' },
    { status: 'ready', database: 'ready', migrations: 'done', queue: 'ready', workspace: { revision: 0, refused: null } },
  ]);
});

test('answers of the API are kept by no cache, framed by nobody, and numbered', async () => {
  const { headers } = await app.nobody.get('/api/auth/me');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/u);
});

test.each([
  ['what is not JSON', '{"email": ', json, 400],
  ['an empty body that says it is JSON', '', { ...json, 'transfer-encoding': 'chunked' }, 400],
  ['a reach into prototypes', '{"__proto__": {"isAdministrator": true}}', json, 400],
  ['a reach into constructors', '{"constructor": {"prototype": {"x": 1}}}', json, 400],
  ['a form', 'email=a&password=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['plain text', '{"email": "a"}', { 'content-type': 'text/plain' }, 415],
  ['more than 8 MiB', JSON.stringify({ email: 'x'.repeat(8 * 1024 * 1024) }), json, 413],
])('%s is refused as a problem', async (_, body, headers, status) => {
  const answer = await spoken(request('POST', '/api/auth/login', headers, body));
  expect(answer.status).toBe(status);
  expect(answer.head).toMatch(/content-type: application\/problem\+json/iu);
  expect(JSON.parse(answer.body)).toMatchObject({ status, code: expect.stringMatching(/^http\./u) });
});

test.each(['/api', '/api/nothing/here', '/%ZZ'])('there is nothing at %s, as a problem', async (path) => {
  const answer = await spoken(request('GET', path, {}, ''));
  expect([400, 404, 401]).toContain(answer.status);
  expect(answer.head).toMatch(/content-type: application\/problem\+json/iu);
});

test('a DELETE without body may call itself what it likes', async () => {
  const answer = await spoken(request('DELETE', '/api/base/parties/none', { 'content-type': 'text/plain' }, ''));
  expect(answer.status).not.toBe(415);
});

test('a filter of 200 ids fits into the address', async () => {
  const filter = encodeURIComponent(JSON.stringify({ id: Array.from({ length: 200 }, () => crypto.randomUUID()) }));
  expect((await app.administrator.get(`/api/core/users?filter=${filter}`)).status).toBe(200);
});

function request(method: string, path: string, headers: Readonly<Record<string, string>>, body: string): string {
  const isChunked = headers['transfer-encoding'] !== undefined;
  const length = isChunked || body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host: new URL(app.url).host, connection: 'close', ...headers, ...length }).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${isChunked ? '0\r\n\r\n' : body}`;
}

/** Says exactly these bytes: clients of HTTP would mend some of them. */
function spoken(text: string): Promise<{ readonly status: number; readonly head: string; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.setEncoding('utf8').on('data', (chunk) => (heard += String(chunk)));
    // A server that refuses a long body stops reading it.
    socket
      .on('error', () => undefined)
      .on('close', () => {
        const [head = '', body = ''] = heard.split('\r\n\r\n');
        if (head === '') reject(new Error('no answer'));
        else resolve({ status: Number(head.split(' ')[1]), head, body });
      });
  });
}

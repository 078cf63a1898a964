import { createServer, type Server, type ServerResponse } from 'node:http';
import { live, ready, type Health } from './http/health.js';
import { problemOf } from './http/problem.js';
import { listenOrSay } from './http/server/listen-or-say.js';
import type { Config } from './kernel/config.js';
import { UserError } from './kernel/user-error.js';
import { closeWithinMilliseconds, urlOf, type Opened, type Served } from './served.js';

/** Tells how a worker is, and nothing else; needs no framework, so that a worker starts faster and holds less. */
export async function serveWorker(config: Config, { opened, workspace, queue }: Opened): Promise<Served> {
  const answers: ReadonlyMap<string, () => Health | Promise<Health>> = new Map<string, () => Health | Promise<Health>>([
    ['/api/health/live', live],
    ['/api/health/ready', () => ready(opened.live, workspace, queue)],
  ]);
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const answer = request.method === 'GET' || request.method === 'HEAD' ? answers.get(path) : undefined;
    if (answer === undefined) refuse(response, path);
    else void Promise.resolve(answer()).then(({ status, body }) => send(response, status, 'application/json', body));
  });
  await listenOrSay(config, () => listening(server, config));
  return { url: urlOf(config, server.address()), hasScreens: false, close: () => closed(server) };
}

function refuse(response: ServerResponse, path: string): void {
  send(response, 404, 'application/problem+json', problemOf(new UserError(404, 'http.not-found', { path: path.slice(0, 200) }), 'en'));
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(JSON.stringify(body));
}

function listening(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function closed(server: Server): Promise<void> {
  setTimeout(() => server.closeAllConnections(), closeWithinMilliseconds).unref();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

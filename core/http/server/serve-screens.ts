import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { mime, send } from '@fastify/send';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isApi } from './security-headers.js';

/** The built admin UI. */
export interface Screens {
  readonly folder: string;
  readonly indexHtml: string;
  /** Paths of all files with `/` between folders; some have compressed twins that end in `.br` and `.gz`. */
  readonly files: ReadonlySet<string>;
}

/** Null when the admin UI was not built. */
export function readScreens(folder: string): Screens | null {
  if (statSync(join(folder, 'index.html'), { throwIfNoEntry: false }) === undefined) return null;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return { folder, indexHtml: readFileSync(join(folder, 'index.html'), 'utf8'), files: new Set(paths) };
}

/**
 * Serves the files, compressed where the browser takes it; every other address outside the API is the page, which finds its way by itself.
 * Files whose name holds a hash are kept for ever, the page is asked for anew each time.
 */
export function serveScreens(fastify: FastifyInstance, screens: Screens | null): void {
  if (screens === null) return;
  fastify.get('/*', (request, reply) => {
    const path = (request.url.split('?')[0] ?? '/').slice(1);
    const isFile = screens.files.has(path);
    // A missing asset must not answer with the page: the browser would take it for a script.
    if (isApi(request.url) || (!isFile && path.startsWith('assets/'))) return reply.callNotFound();
    return sendFile(screens, isFile ? path : 'index.html', request, reply);
  });
}

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

async function sendFile(screens: Screens, path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const accepted = String(request.headers['accept-encoding'] ?? '').split(/\s*,\s*/u);
  const twin = encodings.find(([name, ending]) => accepted.includes(name) && screens.files.has(path + ending));
  const found = await send(request.raw, path + (twin?.[1] ?? ''), { root: screens.folder, cacheControl: false, contentType: false });
  if (found.type !== 'file') {
    reply.callNotFound();
    return reply;
  }
  const type = mime.getType(path) ?? 'application/octet-stream';
  void reply
    .status(found.statusCode)
    .headers(found.headers)
    .header('content-type', /^text\/|javascript|json|svg/u.test(type) ? `${type}; charset=utf-8` : type)
    .header('cache-control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('vary', 'Accept-Encoding');
  if (twin !== undefined) void reply.header('content-encoding', twin[0]);
  return reply.send(found.stream);
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isApi } from './security-headers.js';

/** The built admin UI. */
export interface Screens {
  readonly folder: string;
  readonly indexHtml: string;
  /** Paths of the files that are asked for by name, with `/` between folders; without the compressed twins. */
  readonly files: ReadonlySet<string>;
}

/** Null when the admin UI was not built. */
export function readScreens(folder: string): Screens | null {
  if (statSync(join(folder, 'index.html'), { throwIfNoEntry: false }) === undefined) return null;
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const files = new Set(paths.filter((path) => !/\.(?:br|gz|map)$/u.test(path)));
  return { folder, indexHtml: readFileSync(join(folder, 'index.html'), 'utf8'), files };
}

/**
 * Serves the files, compressed where the browser takes it; every other address outside the API is the page, which finds its way by itself.
 * Files whose name holds a hash are kept for ever, the page is asked for anew each time.
 */
export async function serveScreens(fastify: FastifyInstance, screens: Screens | null): Promise<void> {
  if (screens === null) return;
  await fastify.register(fastifyStatic, { root: screens.folder, serve: false, preCompressed: true, cacheControl: false });
  fastify.get('/*', { exposeHeadRoute: true }, (request, reply) => {
    if (isApi(request.url)) return reply.callNotFound();
    const path = decodeURI(request.url.split('?')[0] ?? '/').slice(1);
    const isFile = path !== 'index.html' && screens.files.has(path);
    // A missing asset must not answer with the page: the browser would take it for a script.
    if (!isFile && path.startsWith('assets/')) return reply.callNotFound();
    const isHashed = isFile && path.startsWith('assets/');
    reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache').header('vary', 'accept-encoding');
    return reply.sendFile(isFile ? path : 'index.html');
  });
}

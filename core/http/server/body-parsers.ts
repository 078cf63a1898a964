import type { FastifyInstance } from 'fastify';

/** Largest body that is taken, uploads apart. */
export const bodyLimit = 8 * 1024 * 1024;

/** Bodies are JSON and nothing else (415); what would reach into prototypes is refused (400). A request without body may say of it what it likes. */
export function takeJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, fastify.getDefaultJsonParser('error', 'error'));
  fastify.addHook('onRequest', async ({ raw: { headers } }) => {
    if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') delete headers['content-type'];
  });
}

import type { FastifyInstance } from 'fastify';
import { largestUpload } from '../../files/upload-file.js';
import { UserError } from '../../kernel/user-error.js';

/** Largest body that is taken, uploads apart. */
export const bodyLimit = 8 * 1024 * 1024;

/** Bodies are JSON, and those of uploads pictures, which are streamed; everything else is refused (415); what would reach into prototypes is refused (400). A request without body may say of it what it likes. */
export function takeJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, fastify.getDefaultJsonParser('error', 'error'));
  fastify.addContentTypeParser(/^(?:image\/|application\/octet-stream)/u, { bodyLimit: largestUpload }, (request, payload, done) => {
    if (request.url.split('?')[0] === '/api/files') done(null, payload);
    else done(new UserError(415, 'http.unsupported-media'));
  });
  fastify.addHook('onRequest', async ({ raw: { headers } }) => {
    if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') delete headers['content-type'];
  });
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { largestUpload } from '../../files/upload-file.js';
import { UserError } from '../../kernel/user-error.js';

/** Largest body that is taken, uploads apart. */
export const bodyLimit = 8 * 1024 * 1024;

const uploads = '/api/files';

/** Bodies are JSON, and those of uploads are streamed, whatever they say they are; everything else is refused (415); what would reach into prototypes is refused (400). A request without body may say of it what it likes. */
export function takeJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, fastify.getDefaultJsonParser('error', 'error'));
  fastify.addContentTypeParser('application/octet-stream', { bodyLimit: largestUpload }, (request, payload, done) => {
    if (pathOf(request) === uploads) done(null, payload);
    else done(new UserError(415, 'http.unsupported-media'));
  });
  fastify.addHook('onRequest', async (request) => {
    const { headers } = request.raw;
    if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') delete headers['content-type'];
    // What a file is, its content tells.
    else if (pathOf(request) === uploads) headers['content-type'] = 'application/octet-stream';
  });
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '';
}

import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../kernel/logger.js';

/** One line a request when LOG_LEVEL is debug; without the query, which may hold what is nobody's business. */
export function logRequests(fastify: FastifyInstance, log: Logger): void {
  if (!log.isLevelEnabled('debug')) return;
  fastify.addHook('onResponse', async (request, reply) => {
    const path = request.url.split('?')[0];
    log.debug({ request: request.id, method: request.method, path, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }, 'request');
  });
}

import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../kernel/ids.js';
import { UserError } from '../../kernel/user-error.js';
import { problemOf } from '../problem.js';
import { bodyLimit } from './body-parsers.js';

/** Fastify under Nest, with limits on what a request may take of time and room. */
export function httpServer(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit,
    genReqId: newId,
    requestIdHeader: false,
    // Only a proxy on this very machine is believed about where a request comes from.
    trustProxy: 'loopback',
    // A phone on a poor line may need long for a body of 8 MiB.
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    http: { headersTimeout: 30_000, maxHeaderSize: 65_536 },
    routerOptions: { maxParamLength: 200 },
    // An address that is none never comes to the filter of problems.
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(new UserError(400, 'http.bad-request', { problem: error.message.slice(0, 200) }), 'en');
      void reply.status(400).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
    },
    logger: false,
  });
}

/** Ends requests that hang on while the server closes. */
export function closeWithin(fastify: FastifyInstance, milliseconds: number): void {
  setTimeout(() => fastify.server.closeAllConnections(), milliseconds).unref();
}

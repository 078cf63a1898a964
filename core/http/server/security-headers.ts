import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Every answer forbids what it does not need; answers of the API are never kept by caches unless a handler says so. */
export function setSecurityHeaders(fastify: FastifyInstance, options: { readonly isSecure: boolean; readonly indexHtml: string | null }): void {
  const headers = { ...always, 'content-security-policy': contentSecurityPolicy(options.indexHtml), ...(options.isSecure ? overHttps : {}) };
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id);
    if (isApi(request.url)) reply.header('cache-control', 'no-store');
  });
}

/** Whether the address belongs to the API, not to the screens. */
export function isApi(url: string): boolean {
  return url === '/api' || url.startsWith('/api/') || url.startsWith('/api?');
}

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(self), payment=(), usb=()',
} as const;

const overHttps = { 'strict-transport-security': 'max-age=31536000' } as const;

/** Scripts come from our own files; those that stand in the page itself are let in by their hash. Styles are made by the screens at run time. */
function contentSecurityPolicy(indexHtml: string | null): string {
  const inline = [...(indexHtml ?? '').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gu)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`,
  );
  return [
    "default-src 'self'",
    ["script-src 'self'", ...inline].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

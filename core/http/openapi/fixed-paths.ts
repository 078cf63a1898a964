import { anything, body, count, flag, id, list, object, orNull, query, text, type Json } from './json.js';
import { plainOperation } from './shared-schemas.js';

const user = object({
  id,
  name: text,
  email: orNull(text),
  locale: text,
  isAdministrator: flag,
  roles: list(text),
  teams: list(text),
  mustChangePassword: flag,
});
const open = { security: [] };
const file = object({ id, name: text, mediaType: text, bytes: count });
const upload: Json = { required: true, content: { 'image/*': {}, 'application/octet-stream': {} } };

/** Operations that belong to no entity. */
export const fixedPaths: Readonly<Record<string, Json>> = {
  '/api/health/live': { get: plainOperation('The process lives', anything, open) },
  '/api/health/ready': { get: plainOperation('The database answers and is migrated', anything, open) },
  '/api/auth/login': { post: plainOperation('Sign in', object({ signedIn: flag }), { ...open, requestBody: body(object({ email: text, password: text })) }) },
  '/api/auth/logout': { post: plainOperation('Sign out', object({ signedIn: flag }), open) },
  '/api/auth/me': {
    get: plainOperation('Who am I', user),
    patch: plainOperation('Choose my language', user, { requestBody: body(object({ locale: { type: 'string', enum: ['en', 'vi'] } })) }),
  },
  '/api/auth/password': {
    post: plainOperation('Change my password', object({ changed: flag }), { requestBody: body(object({ current: text, password: text })) }),
  },
  '/api/auth/users/{id}/password': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
    post: plainOperation('Reset a password (administrators)', object({ password: text }), { requestBody: body(object({ password: text }, [])) }),
  },
  '/api/meta': { get: plainOperation('The model that I may see', { type: 'object' }) },
  '/api/openapi.json': { get: plainOperation('This document', { type: 'object' }) },
  '/api/search': {
    get: plainOperation('Search everything', list(object({ entity: text, path: text, id, label: orNull(text) })), { parameters: [query('q', 'Words.')] }),
  },
  '/api/files': {
    post: plainOperation('Upload a picture for a field', file, { parameters: [query('name', 'Name of the file.')], requestBody: upload }, '201'),
  },
};

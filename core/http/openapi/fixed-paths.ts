import { anything, body, count, flag, id, instant, list, object, orNull, query, text, type Json } from './json.js';
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
const upload: Json = { required: true, content: { '*/*': {} } };

const workflow = object({
  id: text,
  label: text,
  description: orNull(text),
  timing: { type: 'string', enum: ['inline', 'background'] },
  isEnabled: flag,
  triggers: list(text),
  settings: { type: 'object' },
  running: count,
  failed: count,
  done: count,
  nextAt: orNull(instant),
});
const run: Json = { type: 'object', required: ['id', 'workflow', 'status', 'startedAt'], properties: { id, workflow: text, status: text, startedAt: instant } };
const withRun = { parameters: [{ name: 'id', in: 'path', required: true, schema: id }] };
const notice = object({ id, title: text, text: orNull(text), entity: orNull(text), record: orNull(id), at: instant, isRead: flag, isMention: flag });
const notices = object({ unread: count, notices: list(notice) });
const due = object({
  entity: text,
  id,
  label: orNull(text),
  due: { type: 'string', format: 'date' },
  isOverdue: flag,
  isToday: flag,
  ends: orNull(text),
});

const texts: Json = { type: 'object', additionalProperties: text };
const workspacePlan: Json = {
  type: 'object',
  required: ['head', 'files', 'problems', 'plan'],
  properties: { head: count, files: list(anything), problems: list(anything), plan: orNull(anything) },
};
const workspace: Json = {
  type: 'object',
  required: ['revision', 'hash', 'files'],
  properties: { revision: count, hash: text, author: orNull(text), message: orNull(text), at: orNull(instant), inForce: anything, files: texts },
};
const sentWorkspace = { files: texts, allow: list(text) };

const shownList = object({ columns: list(text), filters: list(text), sort: list(text), isPersonal: flag });

/** Operations that belong to no entity. */
export const fixedPaths: Readonly<Record<string, Json>> = {
  '/api/health/live': { get: plainOperation('The process lives', anything, open) },
  '/api/health/ready': { get: plainOperation('The database answers and is migrated, and so does the queue', anything, open) },
  '/api/auth/login': { post: plainOperation('Sign in', object({ signedIn: flag }), { ...open, requestBody: body(object({ email: text, password: text })) }) },
  '/api/auth/logout': { post: plainOperation('Sign out', object({ signedIn: flag }), open) },
  '/api/auth/me': {
    get: plainOperation('Who am I', user),
    patch: plainOperation('Choose my language', user, { requestBody: body(object({ locale: { type: 'string', enum: ['en', 'vi'] } })) }),
  },
  '/api/auth/me/lists/{entity}': {
    parameters: [{ name: 'entity', in: 'path', required: true, schema: text }],
    put: plainOperation('Choose columns and sorting of a list', shownList, { requestBody: body(object({ columns: list(text), sort: list(text) }, [])) }),
    delete: plainOperation('Forget my choice', shownList),
  },
  '/api/auth/password': {
    post: plainOperation('Change my password', object({ changed: flag }), { requestBody: body(object({ current: text, password: text })) }),
  },
  '/api/auth/users/{id}/password': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
    post: plainOperation('Reset a password (administrators)', object({ password: text }), { requestBody: body(object({ password: text }, [])) }),
  },
  '/api/meta/settings': {
    get: plainOperation('What expressions of my forms read of the settings of plugins, in general and for each of my companies', { type: 'array' }),
  },
  '/api/meta': { get: plainOperation('The model that I may see', { type: 'object' }) },
  '/api/openapi.json': { get: plainOperation('This document', { type: 'object' }) },
  '/api/search': {
    get: plainOperation('Search everything', list(object({ entity: text, path: text, id, label: orNull(text) })), { parameters: [query('q', 'Words.')] }),
  },
  '/api/core/workspace': {
    get: plainOperation('The layer over the plugins: its files and their revision (administrators)', workspace),
    post: plainOperation(
      'Put files in force: tables and files at once, or neither (administrators)',
      object({ revision: count, isSettled: flag, failure: orNull(object({ code: text, message: text, cause: text })), plan: anything }),
      {
        requestBody: body(object({ ...sentWorkspace, base: orNull(count), message: text }, ['files', 'base'])),
      },
    ),
  },
  '/api/core/workspace/plan': {
    post: plainOperation('What files would change, and everything wrong with them (administrators)', workspacePlan, {
      requestBody: body(object(sentWorkspace, ['files'])),
    }),
  },
  '/api/core/workspace/revisions': { get: plainOperation('Who changed the workspace when and why (administrators)', list({ type: 'object' })) },
  '/api/workflows': { get: plainOperation('What happens by itself (administrators)', list({ type: 'object' })) },
  '/api/workflows/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    patch: plainOperation('Switch it on or off, or change its settings', workflow, {
      requestBody: body(object({ isEnabled: flag, settings: { type: 'object' } }, [])),
    }),
  },
  '/api/workflows/runs': {
    get: plainOperation('Runs, newest first', list(run), {
      parameters: [
        query('workflow', 'Id of one.'),
        query('status', 'running, done, failed or cancelled'),
        query('entity', 'With record.'),
        query('record', 'Id of a record.'),
        query('range', '[0,24]'),
      ],
    }),
  },
  '/api/workflows/runs/{id}': { ...withRun, get: plainOperation('A run with its steps', run) },
  '/api/workflows/runs/{id}/retry': { ...withRun, post: plainOperation('Try the failed step again', run) },
  '/api/workflows/runs/{id}/skip': { ...withRun, post: plainOperation('Go on without the failed step', run) },
  '/api/workflows/runs/{id}/cancel': { ...withRun, post: plainOperation('End the run', run) },
  '/api/notices': { get: plainOperation('My notices', notices) },
  '/api/notices/read': { post: plainOperation('Mark notices as read', notices, { requestBody: body(object({ ids: list(id) }, [])) }) },
  '/api/my-day': {
    get: plainOperation('What is mine to do', object({ agenda: list(due), mentions: list(notice) })),
  },
  '/api/files': {
    post: plainOperation(
      'Upload a file for a field',
      file,
      {
        parameters: [query('name', 'Name of the file.'), query('for', 'A picture unless said.', { type: 'string', enum: ['picture', 'file'] })],
        requestBody: upload,
      },
      '201',
    ),
  },
};

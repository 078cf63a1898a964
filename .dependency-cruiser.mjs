/** The rooms of core/, each of which may import only those before it. */
const rooms = [
  'kernel',
  'sdk',
  'definitions',
  'plugin-host',
  'data',
  'identity',
  'access',
  'records',
  ['files', 'notify', 'transfer'],
  'workflows',
  'workspace',
  'doctor',
  'http',
];

const folderOf = (room) => `^core/${Array.isArray(room) ? `(?:${room.join('|')})` : room}/`;
const tests = '\\.spec\\.tsx?$';

const oneWay = rooms.map((room, index) => ({
  name: `rooms-one-way-${Array.isArray(room) ? room.join('-') : room}`,
  comment:
    'Imports between the rooms run one way: schemas, kernel, sdk, definitions, plugin-host, data, identity, access, records, files and the like, http, main and cli.',
  severity: 'error',
  from: { path: folderOf(room), pathNot: tests },
  to: { path: [...rooms.slice(index + 1).map(folderOf), '^core/(?:start|process|cli)/', '^core/[^/]+\\.ts$'] },
}));

export default {
  forbidden: [
    ...oneWay,
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'schemas-import-nothing',
      comment: 'The language stands on nothing.',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { pathNot: '^schemas/' },
    },
    {
      name: 'start-stays-below-http',
      comment: 'What opens the platform serves commands too.',
      severity: 'error',
      from: { path: '^core/start/' },
      to: { path: '^core/(?:http|process|cli)/' },
    },
    {
      name: 'only-data-knows-sql-libraries',
      comment: 'TypeORM and node-postgres stay in one room; the module of Nest only passes the connection on.',
      severity: 'error',
      from: { path: '^core/', pathNot: ['^core/data/', '^core/app\\.module\\.ts$', tests] },
      to: { path: 'node_modules/(?:typeorm|pg|@nestjs/typeorm)/' },
    },
    {
      name: 'only-transport-knows-queues',
      comment: 'BullMQ and ioredis carry jobs and mean nothing; one folder knows them.',
      severity: 'error',
      from: { path: '^core/', pathNot: ['^core/workflows/transport/', tests] },
      to: { path: 'node_modules/(?:bullmq|ioredis)/' },
    },
    {
      name: 'only-http-knows-nest',
      comment: 'The rooms below http are plain functions.',
      severity: 'error',
      from: { path: '^core/', pathNot: ['^core/http/', '^core/(?:serve-app|app\\.module)\\.ts$', tests] },
      to: { path: 'node_modules/(?:@nestjs|fastify)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'screens-see-the-language-only',
      comment: 'The screens know the server by HTTP; they share the language and its expressions.',
      severity: 'error',
      from: { path: '^admin-ui/', pathNot: tests },
      to: { path: '^(?:core|plugins|tests)/', pathNot: ['^core/definitions/expressions/', '^core/kernel/'] },
    },
    {
      name: 'plugins-see-the-sdk-only',
      comment: 'A plugin knows the platform by its SDK and no other plugin.',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: tests },
      to: { path: '^(?:core|plugins|admin-ui|tests)/', pathNot: ['^core/sdk/', '^plugins/$1/'] },
    },
    {
      name: 'code-does-not-import-tests',
      comment: 'What runs for users needs no test.',
      severity: 'error',
      from: { path: '^(?:core|admin-ui|plugins)/', pathNot: tests },
      to: { path: ['^tests/', tests] },
    },
    {
      name: 'kebab-case',
      comment: 'Files are named after their one export, in kebab-case.',
      severity: 'error',
      from: { path: '^(?:core|admin-ui|plugins|tests|bench|scripts)/.*[A-Z_][^/]*$', pathNot: 'node_modules' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|dist-admin|dist-bench|data|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};

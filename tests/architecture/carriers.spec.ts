import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { projectRoot } from '../../core/kernel/project-root.js';
import { rigs } from '../support/carrier-rigs.js';

const core = join(projectRoot, 'core');
const room = join('core', 'workflows', 'transport');

/** Names of BullMQ by which something would mean more than that a job is carried. */
const meaningful: ReadonlySet<string> = new Set([
  ...[
    'FlowProducer',
    'QueueEvents',
    'QueueEventsProducer',
    'JobScheduler',
    'DelayedError',
    'WaitingChildrenError',
    'RateLimitError',
    'UnrecoverableError',
    'Repeat',
  ],
  ...['delay', 'repeat', 'backoff', 'priority', 'lifo', 'deduplication', 'debounce', 'parent', 'children', 'keepLogs', 'limiter', 'rateLimit', 'metrics'],
  ...[
    'upsertJobScheduler',
    'removeJobScheduler',
    'repeatJobKey',
    'moveToDelayed',
    'moveToWaitingChildren',
    'moveToFailed',
    'changeDelay',
    'retryJobs',
    'promoteJobs',
    'updateProgress',
  ],
]);

/** What a text says to BullMQ that it must not, as `name` or `name: value`. */
function meaningsIn(text: string): readonly string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== null && meaningful.has(name)) found.push(name);
    if (name === 'attempts' && ts.isPropertyAssignment(node) && node.initializer.getText() !== '1') found.push(`attempts: ${node.initializer.getText()}`);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile('one.ts', text, ts.ScriptTarget.ES2023, true));
  return found;
}

/** Of a property that is written, a member that is called and something that is imported; words of our own are free. */
function nameOf(node: ts.Node): string | null {
  if (ts.isImportSpecifier(node)) return (node.propertyName ?? node.name).text;
  if (ts.isShorthandPropertyAssignment(node)) return node.name.text;
  if (ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))) return node.name.text;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) return node.expression.name.text;
  return null;
}

function importsIn(text: string): readonly string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

const files = readdirSync(core, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ path: relative(projectRoot, join(core, name)), text: readFileSync(join(core, name), 'utf8') }));
const isCarrier = (name: string): boolean => /^(?:bullmq|ioredis)(?:\/|$)/u.test(name);

describe('BullMQ is a carrier and nothing else', () => {
  test('one room knows it and its Redis', () => {
    expect(files.filter(({ path, text }) => !path.startsWith(room) && importsIn(text).some(isCarrier)).map(({ path }) => path)).toEqual([]);
    expect(files.filter(({ path, text }) => path.startsWith(room) && importsIn(text).some(isCarrier)).length).toBeGreaterThan(3);
  });

  test('the check of imports bites, whatever the way of importing', () => {
    for (const text of [`import { Queue } from 'bullmq';`, `import type { Redis } from 'ioredis';`, `export * from 'bullmq';`, `void import('bullmq');`])
      expect(importsIn(text).some(isCarrier)).toBe(true);
    expect(cruise(`import { Queue } from 'bullmq';\nexport const planted = Queue;\n`)).toContain('only-transport-knows-queues');
  });

  test('the room says nothing to it that would carry meaning', () => {
    const said = files
      .filter(({ path }) => path.startsWith(room) && !/in-process-transport/u.test(path))
      .flatMap(({ path, text }) => meaningsIn(text).map((name) => `${path}: ${name}`));
    expect(said).toEqual([]);
  });

  test.each([
    [`import { QueueEvents } from 'bullmq';`, 'QueueEvents'],
    [`import { FlowProducer as Flow } from 'bullmq';`, 'FlowProducer'],
    [`queue.addBulk([{ name: 'step', data, opts: { delay: 5 } }])`, 'delay'],
    [`const opts = { attempts: 3 }`, 'attempts: 3'],
    [`const opts = { attempts: 1, backoff: { type: 'fixed' } }`, 'backoff'],
    [`const opts = { 'repeat': { pattern } }`, 'repeat'],
    [`await queue.upsertJobScheduler('nightly', { pattern })`, 'upsertJobScheduler'],
    [`await job.moveToDelayed(Date.now() + 5, token)`, 'moveToDelayed'],
    [`const priority = 1; send({ priority })`, 'priority'],
  ])('%s would be found', (text, name) => expect(meaningsIn(text)).toContain(name));
});

test('the suite of carriers runs on all three', () => {
  expect(rigs.map(({ name }) => name)).toEqual(['in-process', 'postgres', 'redis']);
  const suite = readFileSync(join(projectRoot, 'tests/integration/transport.spec.ts'), 'utf8');
  expect(suite).toContain('describe.each(rigs)');
});

/** What dependency-cruiser says about that text as a file of another room; it stands in a tree of its own, so that nobody builds it. */
function cruise(text: string): string {
  const root = mkdtempSync(join(tmpdir(), 'trellis-cruise-'));
  const tool = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  try {
    mkdirSync(join(root, 'core/records'), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
    for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) copyFileSync(join(projectRoot, name), join(root, name));
    writeFileSync(join(root, 'core/records/planted.ts'), text);
    return spawnSync(process.execPath, [tool, '--config', '.dependency-cruiser.mjs', 'core'], { cwd: root, encoding: 'utf8' }).stdout;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../core/kernel/project-root.js';
import { until } from '../support/carrier-rigs.js';
import { Client } from '../support/client.js';
import { administrator } from '../support/test-app.js';
import { createTestDatabase } from '../support/test-database.js';
import { TrellisProcess } from '../support/trellis-process.js';
import { plainClient, type Plain } from './plain-client.js';

/** What those saw who worked on two processes while revisions of the workspace came. */
export interface SwapReport {
  readonly requests: number;
  readonly perSecond: number;
  readonly p99Milliseconds: number;
  readonly slowestMilliseconds: number;
  /** From the commit of a revision until the last process had it. */
  readonly takeOverMilliseconds: readonly number[];
  /** Answers that were not as they must be. */
  readonly errors: readonly string[];
}

type Ask = (method: string, path: string, body?: unknown) => Promise<Plain>;

/** Sends so many requests a second, whatever the answers take, and meanwhile puts so many revisions in force. */
export async function modelSwap(perSecond: number, revisions: number): Promise<SwapReport> {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
  const folder = await mkdtemp(join(tmpdir(), 'trellis-swap-'));
  const database = await createTestDatabase();
  const env = {
    DATABASE_URL: database.url,
    TRELLIS_DATA_DIR: join(folder, 'data'),
    TRELLIS_ADMIN_EMAIL: administrator.email,
    TRELLIS_ADMIN_PASSWORD: administrator.password,
    LOG_LEVEL: 'warn',
  };
  const processes: TrellisProcess[] = [];
  try {
    for (const role of ['all', 'web']) {
      const started = await TrellisProcess.start({ ...env, TRELLIS_ROLE: role });
      processes.push(started);
      await started.ready();
    }
    const urls = processes.map(({ url }) => url);
    const stop = new AbortController();
    const asks = await Promise.all(urls.map(plainClient));
    const [takeOverMilliseconds, seen] = await Promise.all([putInForce(urls, revisions).finally(() => stop.abort()), steadyLoad(asks, perSecond, stop.signal)]);
    return { ...seen, takeOverMilliseconds };
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of twenty requests sixteen read a record, two a list, one changes, one makes. */
async function steadyLoad(asks: readonly Ask[], perSecond: number, signal: AbortSignal): Promise<Omit<SwapReport, 'takeOverMilliseconds'>> {
  const [times, errors]: [number[], string[]] = [[], []];
  const askOf = (turn: number): Ask => asks[turn % asks.length] ?? (() => Promise.reject(new Error('nobody to ask')));
  const ids: string[] = [];
  for (let lead = 0; lead < 50; lead += 1) ids.push(JSON.parse((await askOf(lead)('POST', '/api/crm/leads', { name: `lead ${lead}` })).text).id);
  const send = async (turn: number): Promise<void> => {
    const began = performance.now();
    const ask = askOf(turn % 7);
    const path = `/api/crm/leads/${ids[turn % ids.length] ?? ''}`;
    const kind = turn % 20;
    const answer =
      kind === 0
        ? ask('POST', '/api/crm/leads', { name: `more ${turn}` })
        : kind === 10
          ? ask('PATCH', path, { firm: `firm ${turn}` })
          : ask('GET', kind % 10 === 5 ? '/api/crm/leads?range=[0,9]&count=none' : path);
    const { status, text } = await answer;
    times.push(performance.now() - began);
    if (status >= 300) errors.push(`${status}: ${text.slice(0, 300)}`);
  };
  const began = performance.now();
  const open: Promise<void>[] = [];
  while (!signal.aborted) {
    while (open.length < ((performance.now() - began) / 1000) * perSecond)
      open.push(send(open.length).catch((error: unknown) => void errors.push(String(error))));
    await sleep(2);
  }
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(open);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { requests: open.length, perSecond: Math.round(open.length / seconds), p99Milliseconds: at(0.99), slowestMilliseconds: at(1), errors };
}

/** Each revision adds a required field with a default; the next comes two seconds after the last process has it. */
async function putInForce(urls: readonly string[], revisions: number): Promise<readonly number[]> {
  const client = await new Client(urls[0] ?? '').signIn(administrator.email, administrator.password);
  const waits: number[] = [];
  for (let revision = 1; revision <= revisions; revision += 1) {
    await sleep(2000);
    const { files, revision: base } = (await client.get('/api/core/workspace')).json;
    const fields = { [`extra${revision}`]: { type: 'text', label: 'Extra', default: 'x', required: true } };
    const plugin = JSON.stringify({ id: 'workspace', version: '1.0.0', label: 'Workspace', dependsOn: ['crm'] });
    const sent = { files: { 'plugin.json': plugin, ...files, [`extensions/lead-${revision}.json`]: JSON.stringify({ entity: 'crm.lead', fields }) }, base };
    const answer = await client.post('/api/core/workspace', sent);
    if (answer.status !== 200) throw new Error(`the revision was refused: ${answer.text}`);
    const committed = performance.now();
    await until(async () => (await Promise.all(urls.map(revisionOf))).every((now) => now === answer.json.revision));
    waits.push(Math.round(performance.now() - committed));
  }
  await sleep(2000);
  return waits;
}

async function revisionOf(url: string): Promise<unknown> {
  return JSON.parse(await (await fetch(`${url}/api/health/ready`)).text()).workspace.revision;
}

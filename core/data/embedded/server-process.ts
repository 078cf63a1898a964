import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '../../kernel/start-error.js';
import { plainEnvironment, type Cluster } from './make-cluster.js';
import { processIdentity } from './process-identity.js';

/** A running PostgreSQL that this process started. */
export interface ServerProcess {
  readonly port: number;
  /** Resolves when the server ends, wanted or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Tells it to stop at once and does not wait. */
  abandon(): void;
}

const startWithinMilliseconds = 60_000;
const stopWithinMilliseconds = 10_000;

/** Starts the cluster on the wanted port, or on any free one when that is taken. */
export async function startServerProcess(cluster: Cluster, wantedPort: number, logFile: string): Promise<ServerProcess> {
  await endLeftOver(cluster);
  const port = await freePort(wantedPort);
  const log = openLog(logFile);
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(cluster.binaries, 'bin', 'postgres'), ['-D', cluster.folder, ...options], {
    ...cluster.user,
    cwd: '/',
    env: plainEnvironment(),
    // A group of its own: Ctrl-C reaches Trellis first, which stops the server last.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  await ready(child, cluster, ended, logFile);
  child.unref();
  return { port, ended, stop: () => stop(child, ended), abandon: () => void child.kill('SIGQUIT') };
}

/** For a small machine: some 60 MB in all when idle. Only this machine can connect, and only by password. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 60,
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  checkpoint_timeout: '15min',
  wal_compression: 'pglz',
  random_page_cost: 1.1,
  jit: 'off',
  timezone: 'UTC',
  log_min_messages: 'log',
  log_checkpoints: 'off',
  idle_in_transaction_session_timeout: '5min',
} as const;

async function ready(child: ChildProcess, cluster: Cluster, ended: Promise<void>, logFile: string): Promise<void> {
  const state = { isOver: false };
  void ended.then(() => (state.isOver = true));
  const deadline = Date.now() + startWithinMilliseconds;
  while (!state.isOver && Date.now() < deadline) {
    const lines = (await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return;
    await wait(15);
  }
  child.kill('SIGQUIT');
  throw new StartError(`The embedded database did not start: ${lastComplaint(logFile)}. Its log is ${logFile}.`);
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything is written.
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGQUIT'), stopWithinMilliseconds);
  await ended;
  clearTimeout(late);
}

/** A server whose Trellis was killed still runs: it is stopped. A lock whose server died is removed, also when its number now belongs to another process. */
async function endLeftOver(cluster: Cluster): Promise<void> {
  const path = join(cluster.folder, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  if (isServerOf(cluster, pid)) {
    process.kill(pid, 'SIGINT');
    const deadline = Date.now() + stopWithinMilliseconds;
    while (processIdentity(pid) !== null && Date.now() < deadline) await wait(20);
    if (processIdentity(pid) !== null) process.kill(pid, 'SIGQUIT');
    while (processIdentity(pid) !== null) await wait(20);
  }
  await rm(path, { force: true });
}

function isServerOf(cluster: Cluster, pid: number): boolean {
  if (processIdentity(pid) === null) return false;
  if (process.platform !== 'linux') return true;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return command.includes(cluster.folder) && command[0]?.endsWith('postgres') === true;
  } catch {
    return false;
  }
}

/** The wanted port when nobody listens on it, otherwise one that the system gives. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new StartError('There is no free port for the embedded database.')) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : wanted));
    });
  });
}

const longestLog = 5_000_000;

function openLog(path: string): number {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > longestLog) truncateSync(path);
  return openSync(path, 'a', 0o600);
}

function lastComplaint(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  const complaint = lines.findLast((line) => /FATAL|PANIC|could not/u.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  return complaint.replace(/^.*?(?:FATAL|PANIC):\s*/u, '').trim();
}

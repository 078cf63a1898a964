// `npm run check`: everything that can be said about the code without running it. Says what failed, then `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tool = (...path) => join(root, 'node_modules', ...path);
const folders = ['core', 'tests', 'schemas', 'scripts', 'plugins', 'admin-ui', 'bench'].filter((folder) => existsSync(join(root, folder)));
const types = (project) => [tool('typescript7', 'bin', 'tsc'), '--noEmit', '-p', project];

const checks = [
  ['lint', [tool('eslint', 'bin', 'eslint.js'), '.']],
  ['format', [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['types', types('tsconfig.json')],
  ...(existsSync(join(root, 'admin-ui', 'tsconfig.json')) ? [['types of the screens', types('admin-ui/tsconfig.json')]] : []),
  ['imports between rooms', [tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), '--config', '.dependency-cruiser.mjs', ...folders]],
  ['dead code', [tool('knip', 'bin', 'knip.js'), '--no-config-hints']],
  ['size of files', [join(root, 'scripts', 'check-sizes.mjs')]],
  ['generated types are fresh', [join(root, 'scripts', 'generate-types.mjs'), '--check']],
  ['generated docs are fresh', [join(root, 'scripts', 'generate-language.mjs'), '--check']],
];

const waiting = [...checks];
const results = [];
await Promise.all([work(), work()]);
const failed = results.filter((isGood) => !isGood).length;
process.stdout.write(`\n${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** Two at a time: more would not be quicker on a small machine. */
async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) results.push(await run(check));
}

function run([name, parameters]) {
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, parameters, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.once('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`);
      if (code !== 0) process.stdout.write(`${Buffer.concat(output)}\n`);
      resolve(code === 0);
    });
  });
}

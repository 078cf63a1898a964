// `npm run faults -- D1 [--seed 7] [--carrier postgres|redis] [--scale 0.1]`: things go wrong at length; the same seed makes the same choices.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    carrier: { type: 'string', default: '' },
    scale: { type: 'string', default: '1' },
  },
});
const [name = ''] = positionals;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.stdout.write(`${name}, seed ${values.seed}\n`);

const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules', 'jest', 'bin', 'jest.js')];
const child = spawn(process.execPath, [...options, '--runInBand', '--testMatch', '**/tests/faults/full-form.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FAULTS_SCENARIO: name, FAULTS_SEED: values.seed, FAULTS_CARRIER: values.carrier, FAULTS_SCALE: values.scale },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', (code) => {
  process.stdout.write(`${name}, seed ${values.seed}: ${code === 0 ? 'as it must be' : 'not as it must be'}\n`);
  process.exitCode = code ?? 1;
});

// `npm test`: all tests. Names what was skipped and why; the last line is `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'trellis-results-'));
const results = join(folder, 'results.json');
const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules', 'jest', 'bin', 'jest.js')];
const jest = spawn(process.execPath, [...options, '--json', `--outputFile=${results}`, ...process.argv.slice(2)], {
  cwd: root,
  // The results as JSON would also go to standard output; people read standard error.
  stdio: ['inherit', 'ignore', 'inherit'],
  env: { ...process.env, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --disable-warning=ExperimentalWarning`.trim() },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));

jest.once('close', (code) => {
  const summary = read();
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = code === 0 && summary.failed === 0 ? 0 : 1;
  if (summary.skippedNames.length > 0) process.stdout.write(`\nSkipped:\n${summary.skippedNames.map((name) => `  ${name}`).join('\n')}\n`);
  process.stdout.write(`\n${summary.passed} passed, ${summary.failed} failed${summary.skipped === 0 ? '' : `, ${summary.skipped} skipped`}\n`);
});

/** A file that could not even be run counts as one failure. */
function read() {
  try {
    const found = JSON.parse(readFileSync(results, 'utf8'));
    const skippedNames = found.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
    );
    return { passed: found.numPassedTests, failed: found.numFailedTests + found.numRuntimeErrorTestSuites, skipped: skippedNames.length, skippedNames };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, skippedNames: [] };
  }
}

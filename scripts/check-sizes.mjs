// Files stay small: half of them at most 60 lines, nineteen in twenty at most 250, none above 400.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const caps = { median: 60, 'nineteen in twenty': 250, largest: 400 };

const files = ['core', 'admin-ui', 'plugins']
  .flatMap(sources)
  .map((path) => ({ path: relative(root, path), lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
  .sort((one, other) => one.lines - other.lines);
const at = (part) => files[Math.min(files.length - 1, Math.floor(files.length * part))]?.lines ?? 0;
const found = { median: at(0.5), 'nineteen in twenty': at(0.95), largest: at(1) };

process.stdout.write(`${files.length} files, lines: ${JSON.stringify(found)}\n`);
const broken = Object.entries(caps).filter(([name, cap]) => found[name] > cap);
for (const [name, cap] of broken) process.stdout.write(`${name}: ${found[name]} lines, at most ${cap}\n`);
if (broken.length > 0) for (const { path, lines } of files.slice(-5)) process.stdout.write(`  ${lines} ${path}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;

function sources(folder) {
  const isSource = ({ name }) => /\.tsx?$/u.test(name) && !/\.spec\.tsx?$/u.test(name);
  try {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && isSource(entry) && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

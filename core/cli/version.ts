import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../kernel/project-root.js';

/** The version of this Trellis, from package.json. */
export function version(): string {
  const found: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown';
}

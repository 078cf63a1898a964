import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout: `core/` and the built `dist/` lie directly in it. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

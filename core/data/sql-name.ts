import { createHash } from 'node:crypto';

const longest = 63;

/** Name of a constraint or index out of its parts; what PostgreSQL would cut off is replaced by a hash. */
export function sqlName(...parts: readonly string[]): string {
  const name = parts.join('_');
  return name.length <= longest ? name : `${name.slice(0, longest - 9)}_${shortHash(name)}`;
}

/** Eight characters that tell one definition from another; part of the name of what cannot be compared otherwise. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** `unitPrice` and `unit-price` as `unit_price`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
    .replaceAll('-', '_')
    .replace(/^_/u, '');
}

import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';
import { UserError } from '../kernel/user-error.js';

/** argon2id with OWASP's first recommendation: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19456, timeCost: 2, parallelism: 1 } as const;
const shortest = 8;
const longest = 256;
const common = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  '12345678',
  '123456789',
  '1234567890',
  'qwertyui',
  'qwerty123',
  'iloveyou',
  'abcd1234',
  'abc12345',
  'matkhau',
  'trellis',
];

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

export function isPassword(password: string, passwordHash: string): Promise<boolean> {
  return verify(passwordHash, password);
}

/** Refuses (422) what is too short, too long, among the commonest, or made of the user's own name. NIST SP 800-63B: no rules of composition. */
export function demandGoodPassword(password: unknown, pointer: string, about: readonly (string | null)[]): string {
  if (typeof password !== 'string' || [...password].length < shortest) throw refused(pointer, 'identity.password-too-short', { shortest });
  if ([...password].length > longest) throw refused(pointer, 'identity.password-too-long', { longest });
  const bare = password.toLowerCase().replaceAll(/[\d\W_]+$/gu, '');
  const words = [...common, ...about.flatMap((text) => text?.toLowerCase().split(/[@.\s]+/u) ?? [])].filter((word) => word.length > 3);
  if (words.some((word) => bare === word || password.toLowerCase() === word)) throw refused(pointer, 'identity.password-too-common', {});
  return password;
}

/** A random password of four groups that can be read aloud: no 0/O, 1/l. About 92 bits. */
export function randomPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)] ?? '').join('');
  return [group(), group(), group(), group()].join('-').slice(0, 23);
}

function refused(
  pointer: string,
  code: 'identity.password-too-short' | 'identity.password-too-long' | 'identity.password-too-common',
  params: Record<string, number>,
): UserError {
  return new UserError(422, code, params, [{ pointer, code, params }]);
}

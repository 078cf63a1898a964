import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as text for a cookie or a header. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What of a token is kept: whoever reads the database cannot sign in with it. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

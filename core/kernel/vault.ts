import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.js';
import { StartError } from './start-error.js';

/** Seals texts with AES-256-GCM (NIST SP 800-38D) and opens them again. The first key seals; every key opens what it has sealed. */
export class Vault {
  private known: readonly Key[] | null = null;

  /** `given` are keys from the environment, before those of the data folder. */
  constructor(
    private readonly dataDir: string,
    private readonly given: readonly string[] = [],
  ) {}

  /** `sealed:KEY:INITIAL VECTOR, TAG AND CONTENT` */
  seal(text: string): string {
    const [key] = this.keys(true);
    if (key === undefined) throw new StartError('There is no key for secrets.');
    const vector = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key.bytes, vector);
    const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `sealed:${key.name}:${Buffer.concat([vector, cipher.getAuthTag(), content]).toString('base64')}`;
  }

  /** Throws when it was sealed with a key that is not there, or was tampered with. */
  open(sealed: string): string {
    const [, name, body = ''] = sealed.split(':');
    const key = this.keys(false).find((one) => one.name === name);
    if (key === undefined)
      throw new StartError(`A secret was sealed with the key ${name ?? '?'}, which is neither in TRELLIS_SECRET_KEYS nor in ${this.file()}.`);
    const bytes = Buffer.from(body, 'base64');
    const cipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8');
  }

  private keys(isNeeded: boolean): readonly Key[] {
    if (this.known !== null && (this.known.length > 0 || !isNeeded)) return this.known;
    const kept = readKept(this.file());
    const texts = [...this.given, ...kept];
    this.known = (texts.length === 0 && isNeeded ? [this.make()] : texts).map(keyOf);
    return this.known;
  }

  /** Another process may make it at the same moment; the first one's stands. */
  private make(): string {
    mkdirSync(this.dataDir, { recursive: true });
    try {
      writeFileSync(this.file(), `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    return readKept(this.file())[0] ?? '';
  }

  private file(): string {
    return join(this.dataDir, 'secret-keys');
  }
}

interface Key {
  /** Says which key has sealed, and nothing of the key. */
  readonly name: string;
  readonly bytes: Buffer;
}

function keyOf(text: string): Key {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32) throw new StartError('A key for secrets is 32 bytes in base64, as `openssl rand -base64 32` gives them.');
  return { name: createHash('sha256').update(bytes).digest('hex').slice(0, 12), bytes };
}

function readKept(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split(/\s+/u)
      .filter((line) => line !== '');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

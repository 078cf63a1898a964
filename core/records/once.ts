import { createHash } from 'node:crypto';
import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from './platform.js';

/** A request that may be repeated: the same key gives the same answer, and the work is done once. */
export interface Once {
  readonly key: Buffer;
  readonly request: Buffer;
}

/** How long answers are kept for repeats. */
const keptHours = 24;

/** Understands an Idempotency-Key header; null without one. Keys are the caller's own. */
export function onceOf(caller: Caller, header: string | undefined, request: string): Once | null {
  if (header === undefined) return null;
  if (!/^[\u0021-\u007e]{1,200}$/u.test(header)) throw new UserError(400, 'record.idempotency-key');
  return { key: digest(`${caller.userId} ${header}`), request: digest(request) };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Does the work in one transaction together with the memory of its answer. A repeat that comes while the first still runs waits for it. */
export async function doOnce(platform: Platform, once: Once | null, work: (tx: Executor) => Promise<string>): Promise<string> {
  return platform.database.transaction(async (tx) => {
    if (once === null) return work(tx);
    const isFirst = await claim(tx, once);
    if (!isFirst) return remembered(tx, once);
    const answer = await work(tx);
    await tx.rows(sql`UPDATE trellis_idempotency SET body = ${value(answer, 'text')} WHERE key = ${value(once.key, 'bytea')}`);
    return answer;
  });
}

/** The answer of the first request, when it is done already. */
export async function answerOf(platform: Platform, once: Once): Promise<string | null> {
  const [row] = await platform.database.rows(sql`SELECT request, body FROM trellis_idempotency WHERE key = ${value(once.key, 'bytea')}`);
  return row === undefined ? null : sameAnswer(row, once);
}

async function claim(tx: Executor, { key, request }: Once): Promise<boolean> {
  const rows = await tx.rows(sql`
    WITH old AS (DELETE FROM trellis_idempotency WHERE at < now() - make_interval(hours => ${value(keptHours, 'integer')}) AND key <> ${value(key, 'bytea')})
    INSERT INTO trellis_idempotency (key, request) VALUES (${value(key, 'bytea')}, ${value(request, 'bytea')}) ON CONFLICT (key) DO NOTHING RETURNING 1 AS claimed`);
  return rows.length === 1;
}

async function remembered(tx: Executor, once: Once): Promise<string> {
  const [row] = await tx.rows(sql`SELECT request, body FROM trellis_idempotency WHERE key = ${value(once.key, 'bytea')}`);
  return sameAnswer(row ?? {}, once);
}

function sameAnswer(row: Readonly<Record<string, unknown>>, once: Once): string {
  const { request, body } = row;
  if (!Buffer.isBuffer(request) || !request.equals(once.request)) throw new UserError(409, 'record.idempotency-conflict');
  if (typeof body !== 'string') throw new UserError(409, 'record.idempotency-running');
  return body;
}

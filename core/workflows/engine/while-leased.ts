import { sql, value, type Sql } from '../../data/sql.js';
import type { ClaimedStep } from './claimed-step.js';
import type { EngineContext } from './engine-context.js';

/** Work outside, for as long as it may take and the lease is ours; then its signal is aborted, and it counts as failed even when it never looks at it. */
export async function whileLeased<Result>(
  engine: EngineContext,
  { id }: ClaimedStep,
  lease: string,
  name: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { callMilliseconds, leaseMilliseconds } = engine.patience;
  const abort = new AbortController();
  const late = setTimeout(() => abort.abort(new Error(`${name} took longer than ${callMilliseconds} ms`)), callMilliseconds);
  const beat = setInterval(() => void keepLease(engine, id, lease, abort, name), leaseMilliseconds / 3);
  try {
    return await Promise.race([work(abort.signal), aborted(abort.signal)]);
  } finally {
    clearTimeout(late);
    clearInterval(beat);
  }
}

/** When a lease that is given or kept now is over. */
export function leaseEnd({ patience }: EngineContext): Sql {
  return sql`clock_timestamp() + make_interval(secs => ${value(patience.leaseMilliseconds / 1000, 'double precision')})`;
}

/** A step whose lease is another's, or whose run was cancelled, is given up. While the database is away nobody else can take it over either. */
async function keepLease(engine: EngineContext, step: string, lease: string, abort: AbortController, name: string): Promise<void> {
  const kept = engine.database.rows(
    sql`UPDATE trellis_step SET lease_until = ${leaseEnd(engine)} WHERE id = ${value(step, 'uuid')} AND lease = ${value(lease, 'uuid')} AND status = 'running' RETURNING 1`,
  );
  const rows = await kept.catch(() => null);
  if (rows?.length === 0) abort.abort(new Error(`${name} is not wanted any more: its run was cancelled, or somebody else has taken over`));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))));
}

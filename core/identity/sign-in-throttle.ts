import type { Database } from '../data/database.js';
import { join, sql, value } from '../data/sql.js';
import { UserError } from '../kernel/user-error.js';

/** Failures that are free: for one account from one address, and for one address whatever the account. */
const free = { account: 5, address: 30 } as const;
const longestWaitSeconds = 900;

type Keys = readonly [account: string, address: string];

/** Refuses (429) while one of the keys is blocked; nobody else's sign-in is hindered. */
export async function demandPatience(database: Database, keys: Keys): Promise<void> {
  const wait = await database.text(sql`
    SELECT ceil(extract(epoch FROM max(blocked_until) - now()))::text FROM trellis_sign_in_failure
    WHERE key IN (${join(
      keys.map((key) => value(key, 'text')),
      ', ',
    )}) AND blocked_until > now()`);
  if (wait !== null) throw new UserError(429, 'identity.too-many-attempts', { seconds: Number(wait) }, [], { retryAfter: Number(wait) });
}

/** Counts a failure; past the free ones each doubles the wait. A day without failures starts afresh. */
export async function noteFailure(database: Database, keys: Keys): Promise<void> {
  await database.rows(sql`
    INSERT INTO trellis_sign_in_failure AS f (key, failures, blocked_until)
    VALUES (${value(keys[0], 'text')}, 1, now()), (${value(keys[1], 'text')}, 1, now())
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN f.failed_at < now() - interval '1 day' THEN 1 ELSE f.failures + 1 END,
      failed_at = now(),
      blocked_until = now() + make_interval(secs => least(${value(longestWaitSeconds, 'integer')},
        CASE WHEN f.failed_at < now() - interval '1 day' THEN 0
             ELSE power(2, least(f.failures + 1 - CASE WHEN f.key LIKE 'address %' THEN ${value(free.address, 'integer')} ELSE ${value(free.account, 'integer')} END, 20))::integer END)
        * (f.failures + 1 >= CASE WHEN f.key LIKE 'address %' THEN ${value(free.address, 'integer')} ELSE ${value(free.account, 'integer')} END)::integer)`);
}

/** Forgets an account's failures after a good sign-in. */
export async function clearFailures(database: Database, account: string): Promise<void> {
  await database.rows(sql`DELETE FROM trellis_sign_in_failure WHERE key = ${value(account, 'text')}`);
}

import type { Caller } from '../kernel/caller.js';
import { readTimeZone } from '../records/functions/time-zone-at.js';
import type { Platform } from '../records/platform.js';

/** The time zone by whose clocks sheets tell instants: that of the company that is worked in, of the first one where there are several. */
export function zoneOf({ model, database }: Platform, { companies: { ids } }: Caller): Promise<string> {
  return readTimeZone(model, database, ids.length === 1 ? (ids[0] ?? null) : null);
}

import { CronExpressionParser } from 'cron-parser';

/** A cron line in a time zone. */
export interface Schedule {
  /** Minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** IANA name. */
  readonly zone: string;
  readonly missed: 'last' | 'skip' | 'all';
}

/** What a schedule has to start now. */
export interface DueFires {
  /** Moments to run now, in order. */
  readonly fires: readonly Date[];
  /** How many missed moments were dropped, counted no further than 10,000. */
  readonly dropped: number;
  /** The next moment after now. */
  readonly next: Date;
}

const graceMilliseconds = 60_000;
const reachMilliseconds = 86_400_000;
const mostFires = 100;
const mostCounted = 10_000;

/** The moments that are due between the stored next one and now. */
export function dueFires(schedule: Schedule, next: Date, now: Date): DueFires {
  const found: Date[] = [];
  let at = next;
  for (let count = 0; at <= now && count < mostCounted; count += 1) {
    found.push(at);
    at = nextFire(schedule, at);
  }
  const fires = chosen(schedule.missed, found, now);
  return { fires, dropped: found.length - fires.length, next: at > now ? at : nextFire(schedule, now) };
}

function chosen(missed: Schedule['missed'], found: readonly Date[], now: Date): readonly Date[] {
  const age = (moment: Date): number => now.getTime() - moment.getTime();
  if (missed === 'skip') return found.filter((moment) => age(moment) <= graceMilliseconds).slice(-1);
  if (missed === 'last') return found.slice(-1);
  return found.filter((moment) => age(moment) <= reachMilliseconds).slice(-mostFires);
}

/** The first moment after a given one. */
export function nextFire({ cron, zone }: Pick<Schedule, 'cron' | 'zone'>, after: Date): Date {
  return CronExpressionParser.parse(cron, { tz: zone, currentDate: after }).next().toDate();
}

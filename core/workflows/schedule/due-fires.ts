import { nextFire, type Recurrence } from './next-fire.js';

/** A recurring time, and what is made up for of it. */
export interface Schedule extends Recurrence {
  readonly missed: 'last' | 'skip' | 'all';
}

/** What a schedule has to start now. */
export interface DueFires {
  /** Moments to run now, in order. */
  readonly fires: readonly Date[];
  /** How many missed moments were dropped, counted no further than 1,000. */
  readonly dropped: number;
  /** The next moment after now. */
  readonly next: Date;
}

const graceMilliseconds = 60_000;
const reachMilliseconds = 86_400_000;
const mostFires = 100;
const mostCounted = 1000;

/** The moments that are due between the stored next one and now. */
export function dueFires(schedule: Schedule, next: Date, now: Date): DueFires {
  if (next > now) return { fires: [], dropped: 0, next };
  const fires = chosen(schedule, next, now);
  const isMissed = (moment: Date): boolean => !fires.some((fire) => fire.getTime() === moment.getTime());
  return { fires, dropped: firesIn(schedule, next, now, mostCounted).filter(isMissed).length, next: nextFire(schedule, now) };
}

function chosen(schedule: Schedule, next: Date, now: Date): readonly Date[] {
  if (schedule.missed === 'last') return [lastFire(schedule, next, now)];
  const reach = schedule.missed === 'skip' ? graceMilliseconds : reachMilliseconds;
  const from = new Date(Math.max(next.getTime(), now.getTime() - reach));
  const found = firesIn(schedule, from, now, Infinity);
  return found.slice(schedule.missed === 'skip' ? -1 : -mostFires);
}

/** Looks back ever further, so that a schedule of minutes is not followed through weeks. */
function lastFire(schedule: Schedule, next: Date, now: Date): Date {
  for (let reach = graceMilliseconds; ; reach *= 8) {
    const from = now.getTime() - reach;
    if (from <= next.getTime()) return firesIn(schedule, next, now, Infinity).at(-1) ?? next;
    const last = firesIn(schedule, new Date(from), now, Infinity).at(-1);
    if (last !== undefined) return last;
  }
}

/** The moments from one to another, both included. */
function firesIn(schedule: Schedule, from: Date, to: Date, most: number): readonly Date[] {
  const found: Date[] = [];
  for (let at = nextFire(schedule, new Date(from.getTime() - 1)); at <= to && found.length < most; at = nextFire(schedule, at)) found.push(at);
  return found;
}

import { CronExpressionParser, type CronExpression } from 'cron-parser';
import { gapEnd, offsetAt, offsetsAround } from '../../kernel/zone-offsets.js';

/** A cron line in a time zone. */
export interface Recurrence {
  /** Minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** IANA name. */
  readonly zone: string;
}

const dayMilliseconds = 86_400_000;
const expressions = new Map<string, CronExpression>();

/**
 * The first moment after a given one. cron-parser tells which readings of a wall clock the line means, as if there were no time zones; how readings become moments
 * is ours, because libraries differ. A fixed time that the clocks jump over is the first moment after the gap; one that comes twice is its first coming. A line whose minutes
 * or hours begin with `*` follows real time: it means every moment at which the wall clock reads so. That is what Vixie cron has done since version 3.0.
 */
export function nextFire({ cron, zone }: Recurrence, after: Date): Date {
  const followsTime = cron
    .trim()
    .split(/\s+/u, 2)
    .some((field) => field.startsWith('*'));
  const start = after.getTime();
  // The earliest reading that can still come: clocks may be set back soon.
  const first = start + Math.min(offsetAt(zone, start), offsetAt(zone, start + dayMilliseconds));
  const readings = expressionOf(cron);
  readings.reset(new Date(first - 1));
  let best = Infinity;
  for (;;) {
    const reading = readings.next().getTime();
    const offsets = offsetsAround(zone, reading);
    // No later reading can come earlier than this.
    if (reading - Math.max(...offsets) > best) return new Date(best);
    for (const moment of momentsOf(zone, reading, offsets, followsTime)) if (moment > start && moment < best) best = moment;
  }
}

/** When a wall clock reads so, in order. */
function momentsOf(zone: string, reading: number, offsets: readonly number[], followsTime: boolean): readonly number[] {
  const moments = offsets.map((offset) => reading - offset).filter((moment, index) => offsetAt(zone, moment) === offsets[index]);
  moments.sort((one, other) => one - other);
  if (followsTime) return moments;
  return moments.length === 0 ? [gapEnd(zone, reading, offsets)] : moments.slice(0, 1);
}

/** There are as many as are declared. */
function expressionOf(cron: string): CronExpression {
  const made = expressions.get(cron) ?? CronExpressionParser.parse(cron, { tz: 'UTC' });
  expressions.set(cron, made);
  return made;
}

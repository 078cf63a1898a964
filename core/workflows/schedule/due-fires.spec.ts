import { describe, expect, test } from '@jest/globals';
import { dueFires, type Schedule } from './due-fires.js';
import { nextFire } from './next-fire.js';

/** The next fires after a moment, in UTC. */
function fires(cron: string, zone: string, after: string, count: number): readonly string[] {
  const found: string[] = [];
  for (let at = new Date(after); found.length < count;) {
    at = nextFire({ cron, zone }, at);
    found.push(at.toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

describe('when a schedule is due next', () => {
  test.each([
    ['an ordinary day', '30 2 * * *', 'Europe/Berlin', '2026-01-10T00:00Z', ['2026-01-10T01:30Z', '2026-01-11T01:30Z']],
    ['exactly then: the one after', '0 6 * * *', 'UTC', '2026-01-10T06:00Z', ['2026-01-11T06:00Z']],
    ['Berlin, gap: the first moment after it', '30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']],
    ['Berlin, gap: its very beginning', '0 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:00Z']],
    ['Berlin, gap: its end is no gap', '0 3 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T01:00Z']],
    [
      'Berlin, gap: several times become one',
      '15,45 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:15Z', '2026-03-30T00:45Z'],
    ],
    ['Berlin, gap: hours follow real time', '30 * * * *', 'Europe/Berlin', '2026-03-28T23:45Z', ['2026-03-29T00:30Z', '2026-03-29T01:30Z']],
    ['Berlin, gap: minutes of a fixed hour that is not', '*/20 2 * * *', 'Europe/Berlin', '2026-03-29T00:00Z', ['2026-03-30T00:00Z', '2026-03-30T00:20Z']],
    ['Berlin, overlap: a fixed time once', '30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    ['Berlin, overlap: asked in its second hour', '30 2 * * *', 'Europe/Berlin', '2026-10-25T01:10Z', ['2026-10-26T01:30Z']],
    ['Berlin, overlap: asked between the two', '30 2 * * *', 'Europe/Berlin', '2026-10-25T00:45Z', ['2026-10-26T01:30Z']],
    [
      'Berlin, overlap: hours follow real time',
      '30 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:40Z',
      ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-25T02:30Z'],
    ],
    [
      'Berlin, overlap: quarters follow real time',
      '*/30 * * * *',
      'Europe/Berlin',
      '2026-10-25T00:10Z',
      ['2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z', '2026-10-25T02:00Z'],
    ],
    ['Berlin, overlap: every other hour', '0 */2 * * *', 'Europe/Berlin', '2026-10-24T22:30Z', ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T03:00Z']],
    ['New York, gap', '30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
    ['New York, overlap', '30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    ['New York, weekdays', '0 9 * * 1-5', 'America/New_York', '2026-03-06T15:00Z', ['2026-03-09T13:00Z', '2026-03-10T13:00Z']],
    ['Lord Howe, gap of half an hour', '15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']],
    ['Lord Howe, after the gap of half an hour', '45 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-03T15:45Z', '2026-10-04T15:45Z']],
    ['Lord Howe, overlap of half an hour', '45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00Z', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
    [
      'Lord Howe, overlap in real time',
      '*/15 * * * *',
      'Australia/Lord_Howe',
      '2026-04-04T14:40Z',
      ['2026-04-04T14:45Z', '2026-04-04T15:00Z', '2026-04-04T15:15Z', '2026-04-04T15:30Z'],
    ],
    ['Apia, the day that was not', '0 9 * * *', 'Pacific/Apia', '2011-12-29T18:00Z', ['2011-12-29T19:00Z', '2011-12-30T10:00Z', '2011-12-30T19:00Z']],
    ['Casablanca, back for Ramadan: once', '30 2 * * *', 'Africa/Casablanca', '2025-02-22T12:00Z', ['2025-02-23T01:30Z', '2025-02-24T02:30Z']],
    ['Casablanca, forth after Ramadan: after the gap', '30 2 * * *', 'Africa/Casablanca', '2025-04-05T12:00Z', ['2025-04-06T02:00Z', '2025-04-07T01:30Z']],
    ['Saigon has no summer time', '0 6 * * *', 'Asia/Ho_Chi_Minh', '2026-03-28T12:00Z', ['2026-03-28T23:00Z', '2026-03-29T23:00Z']],
    ['Kathmandu, a quarter of an hour', '0 0 * * *', 'Asia/Kathmandu', '2026-01-01T00:00Z', ['2026-01-01T18:15Z', '2026-01-02T18:15Z']],
    ['the 31st of months that have one', '0 0 31 * *', 'UTC', '2026-01-31T00:00Z', ['2026-03-31T00:00Z', '2026-05-31T00:00Z', '2026-07-31T00:00Z']],
    ['the last day of each month', '0 0 L * *', 'UTC', '2026-01-31T00:00Z', ['2026-02-28T00:00Z', '2026-03-31T00:00Z']],
    ['leap day', '0 12 29 2 *', 'UTC', '2026-01-01T00:00Z', ['2028-02-29T12:00Z', '2032-02-29T12:00Z']],
    ['a day of the month or of the week', '0 0 13 * 5', 'UTC', '2026-02-06T12:00Z', ['2026-02-13T00:00Z', '2026-02-20T00:00Z']],
    ['the turn of the year, ahead of UTC', '0 0 1 1 *', 'Pacific/Auckland', '2026-06-01T00:00Z', ['2026-12-31T11:00Z', '2027-12-31T11:00Z']],
    ['midnight where summer begins at midnight', '0 0 * * *', 'America/Santiago', '2026-09-05T12:00Z', ['2026-09-06T04:00Z', '2026-09-07T03:00Z']],
  ])('%s', (_, cron, zone, after, expected) => {
    expect(fires(cron, zone, after, expected.length)).toEqual(expected);
  });

  test('every minute through the overlap is every minute', () => {
    const found = fires('* * * * *', 'Europe/Berlin', '2026-10-24T23:59:30Z', 180).map((moment) => Date.parse(moment));
    expect(found.every((moment, index) => index === 0 || moment - (found[index - 1] ?? 0) === 60_000)).toBe(true);
  });
});

describe('what was missed', () => {
  const nightly: Omit<Schedule, 'missed'> = { cron: '0 2 * * *', zone: 'Europe/Berlin' };
  const minutely: Omit<Schedule, 'missed'> = { cron: '* * * * *', zone: 'UTC' };
  const at = (text: string): Date => new Date(text);
  test.each([
    ['not due yet', nightly, 'last', '2026-05-02T00:00Z', '2026-05-01T23:59Z', [], 0, '2026-05-02T00:00Z'],
    ['on time', nightly, 'skip', '2026-05-02T00:00Z', '2026-05-02T00:00Z', ['2026-05-02T00:00Z'], 0, '2026-05-03T00:00Z'],
    ['a minute late, skip', nightly, 'skip', '2026-05-02T00:00Z', '2026-05-02T00:01Z', ['2026-05-02T00:00Z'], 0, '2026-05-03T00:00Z'],
    ['two minutes late, skip', nightly, 'skip', '2026-05-02T00:00Z', '2026-05-02T00:02Z', [], 1, '2026-05-03T00:00Z'],
    ['a minute late, last', nightly, 'last', '2026-05-02T00:00Z', '2026-05-02T00:01Z', ['2026-05-02T00:00Z'], 0, '2026-05-03T00:00Z'],
    ['ten hours, last', nightly, 'last', '2026-05-02T00:00Z', '2026-05-02T10:00Z', ['2026-05-02T00:00Z'], 0, '2026-05-03T00:00Z'],
    ['40 days, last', nightly, 'last', '2026-05-02T00:00Z', '2026-06-11T05:00Z', ['2026-06-11T00:00Z'], 40, '2026-06-12T00:00Z'],
    ['40 days, skip', nightly, 'skip', '2026-05-02T00:00Z', '2026-06-11T05:00Z', [], 41, '2026-06-12T00:00Z'],
    ['40 days, all within a day', nightly, 'all', '2026-05-02T00:00Z', '2026-06-11T05:00Z', ['2026-06-11T00:00Z'], 40, '2026-06-12T00:00Z'],
    [
      'three minutes, all',
      minutely,
      'all',
      '2026-05-02T00:00Z',
      '2026-05-02T00:02:30Z',
      ['2026-05-02T00:00Z', '2026-05-02T00:01Z', '2026-05-02T00:02Z'],
      0,
      '2026-05-02T00:03Z',
    ],
    ['40 days of minutes, last', minutely, 'last', '2026-05-02T00:00Z', '2026-06-11T05:00:30Z', ['2026-06-11T05:00Z'], 1000, '2026-06-11T05:01Z'],
    [
      'monthly, 40 days, last',
      { cron: '0 0 1 * *', zone: 'UTC' },
      'last',
      '2026-05-01T00:00Z',
      '2026-06-10T00:00Z',
      ['2026-06-01T00:00Z'],
      1,
      '2026-07-01T00:00Z',
    ],
  ] as const)('%s', (...[, schedule, missed, next, now, expected, dropped, then]) => {
    const found = dueFires({ ...schedule, missed }, at(next), at(now));
    expect({ fires: found.fires.map((fire) => fire.toISOString()), dropped: found.dropped, next: found.next.toISOString() }).toEqual({
      fires: expected.map((fire) => at(fire).toISOString()),
      dropped,
      next: at(then).toISOString(),
    });
  });

  test('all of 40 days of minutes are the last hundred, and soon found', () => {
    const began = performance.now();
    const found = dueFires({ ...minutely, missed: 'all' }, at('2026-05-02T00:00Z'), at('2026-06-11T05:00:30Z'));
    expect(found.fires).toHaveLength(100);
    expect(found.fires.at(-1)).toEqual(at('2026-06-11T05:00Z'));
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

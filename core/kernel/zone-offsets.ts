/** Longer than any jump of clocks: Samoa once left out a whole day. */
const reachMilliseconds = 36 * 3_600_000;
/** Clocks are set at full quarters of an hour. */
const steadyMilliseconds = 900_000;
const mostKnown = 10_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, number>();

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export function offsetAt(zone: string, moment: number): number {
  const key = `${zone} ${Math.floor(moment / steadyMilliseconds)}`;
  const found = known.get(key) ?? readOffset(zone, moment);
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
}

function readOffset(zone: string, moment: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const reading = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return reading - Math.floor(moment / 1000) * 1000;
}

/** The offsets that hold some time before and after a reading of the wall clock; one where clocks are not set. Readings are written as if they were UTC. */
export function offsetsAround(zone: string, reading: number): readonly number[] {
  return [...new Set([offsetAt(zone, reading - reachMilliseconds), offsetAt(zone, reading + reachMilliseconds)])];
}

/** The moment at which clocks jump over a reading. */
export function gapEnd(zone: string, reading: number, offsets: readonly number[]): number {
  let [before, after] = [reading - Math.max(...offsets), reading - Math.min(...offsets)];
  const old = offsetAt(zone, before);
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (offsetAt(zone, middle) === old) before = middle;
    else after = middle;
  }
  return after;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const ready = formats.get(zone);
  if (ready !== undefined) return ready;
  const numeric = 'numeric';
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const;
  const made = new Intl.DateTimeFormat('en', { timeZone: zone, calendar: 'gregory', hourCycle: 'h23', ...parts });
  formats.set(zone, made);
  return made;
}

import type { Field } from '../../definitions/model.js';
import { offsetsAround } from '../../kernel/zone-offsets.js';

/** The day before the first that spreadsheets count: a time without a day. */
const noDay = '1899-12-30';

/** A day or time as a spreadsheet keeps it, in no time zone. */
export class WallClock {
  private readonly iso: string;

  /** As if it were UTC. A full second comes out a thousandth short, because spreadsheets keep parts of days. */
  constructor(reading: Date) {
    this.iso = new Date(reading.getUTCMilliseconds() === 999 ? reading.getTime() + 1 : reading.getTime()).toISOString();
  }

  /** As the import takes it for a field: an instant by the clocks of the zone, a time, else the day with the time where there is one. */
  textFor({ type }: Field, zone: string): string {
    const [day = '', time = ''] = this.iso.replace(/(?:\.000)?Z$/u, '').split('T');
    if (type === 'datetime') return this.instant(zone);
    if (type === 'time' || day === noDay) return time;
    return time === '00:00:00' ? day : `${day} ${time}`;
  }

  /** Where clocks are set back, the earlier of the two. */
  private instant(zone: string): string {
    const reading = Date.parse(this.iso);
    return new Date(reading - Math.max(...offsetsAround(zone, reading))).toISOString();
  }
}

import { randomFillSync } from 'node:crypto';

/** A new UUID v7 (RFC 9562): sorts by the millisecond it was made in and, within this process, strictly in the order of making. */
export function newId(): string {
  return tick(Date.now());
}

// Method 1 of RFC 9562, 6.2: a counter of 26 bits after the milliseconds, the rest random.
const counterBits = 26;
const counterEnd = 2 ** counterBits;
const state = { milliseconds: 0, counter: 0 };

function tick(now: number): string {
  if (now > state.milliseconds) {
    state.milliseconds = now;
    // Half of the range stays free for counting within the millisecond.
    state.counter = randomBits() % (counterEnd / 2);
  } else if (++state.counter === counterEnd) {
    // The clock stands, or went back: borrow from the next millisecond.
    state.milliseconds += 1;
    state.counter = 0;
  }
  return written(state.milliseconds, state.counter);
}

function written(milliseconds: number, counter: number): string {
  const time = milliseconds.toString(16).padStart(12, '0');
  const high = Math.floor(counter / 2 ** 14);
  const low = counter % 2 ** 14;
  const variant = (0x8000 + low).toString(16);
  const tail = randomBits().toString(16).padStart(8, '0') + (randomBits() % 0x10000).toString(16).padStart(4, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high.toString(16).padStart(3, '0')}-${variant}-${tail}`;
}

// Random bits are drawn from the system in bulk; one by one they would cost more than all the rest.
const pool = new Uint32Array(1024);
let drawn = pool.length;

function randomBits(): number {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  return pool[drawn++] ?? 0;
}

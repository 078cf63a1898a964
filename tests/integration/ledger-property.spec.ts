import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../core/kernel/user-error.js';
import { Books, type Added } from '../support/books.js';

let books: Books;
let places: readonly string[];
beforeAll(async () => {
  books = await Books.open();
  places = [await books.make('books.place', 'Main'), await books.make('books.place', 'Second')].sort();
});
afterAll(() => books.opened.close());

/** Quantities in thousandths, values in ten-thousandths. */
interface Balance {
  onHand: bigint;
  reserved: bigint;
  value: bigint;
}

interface OracleEntry extends Balance {
  readonly at: number;
}

interface Operation {
  readonly kind: 'receive' | 'return' | 'issue' | 'reserve' | 'release' | 'transfer';
  readonly at: number;
  readonly quantity: number;
  readonly worth: number;
}

interface Batch {
  readonly operations: readonly Operation[];
  /** Which of the postings so far is taken back afterwards. */
  readonly takesBack: number | null;
  readonly overreaches: boolean;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom('receive', 'receive', 'return', 'issue', 'issue', 'reserve', 'release', 'transfer'),
  at: fc.nat(1),
  quantity: fc.integer({ min: 1, max: 20_000 }),
  worth: fc.nat(5_000_000),
});
const batch: fc.Arbitrary<Batch> = fc.record({
  operations: fc.array(operation, { minLength: 20, maxLength: 30 }),
  takesBack: fc.option(fc.nat(200)),
  overreaches: fc.boolean(),
});

const min = (one: bigint, other: bigint): bigint => (one < other ? one : other);
/** Half-up. */
const share = (value: bigint, part: bigint, whole: bigint): bigint => (2n * value * part + whole) / (2n * whole);
const quantityText = (thousandths: bigint): string => decimal(thousandths, 3);
const valueText = (parts: bigint): string => decimal(parts, 4);

function decimal(number: bigint, scale: number): string {
  const digits = (number < 0n ? -number : number).toString().padStart(scale + 1, '0');
  return `${number < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** What ought to come of it, worked out in whole numbers. */
class Oracle {
  readonly balances: Balance[] = [0, 1].map(() => ({ onHand: 0n, reserved: 0n, value: 0n }));

  /** The operation cut to what is possible, as it is posted; null when nothing is. */
  take({ kind, at, quantity, worth }: Operation, item: string, into: OracleEntry[]): Added | null {
    const balance = this.of(at);
    const place = { item, place: places[at] ?? '' };
    const free = balance.onHand - balance.reserved;
    const wanted = BigInt(quantity);
    if (kind === 'receive' || (kind === 'return' && balance.onHand === 0n)) {
      this.add(into, { at, onHand: wanted, reserved: 0n, value: BigInt(worth) });
      return { place, figures: { onHand: quantityText(wanted), value: valueText(BigInt(worth)) } };
    }
    if (kind === 'return') {
      this.add(into, { at, onHand: wanted, reserved: 0n, value: share(balance.value, wanted, balance.onHand) });
      return { place, figures: { onHand: quantityText(wanted) } };
    }
    const possible = min(wanted, kind === 'release' ? balance.reserved : free);
    if (possible === 0n) return null;
    if (kind === 'reserve' || kind === 'release') {
      const reserved = kind === 'reserve' ? possible : -possible;
      this.add(into, { at, onHand: 0n, reserved, value: 0n });
      return { place, figures: { reserved: quantityText(reserved) } };
    }
    const value = possible === balance.onHand ? balance.value : share(balance.value, possible, balance.onHand);
    this.add(into, { at, onHand: -possible, reserved: 0n, value: -value });
    if (kind === 'issue') return { place, figures: { onHand: quantityText(-possible) } };
    this.add(into, { at: 1 - at, onHand: possible, reserved: 0n, value });
    return { place, counter: { item, place: places[1 - at] ?? '' }, figures: { onHand: quantityText(-possible) } };
  }

  /** What comes back first, then what goes out, latest first; false, with all as it was, when it cannot be. */
  takeBack(entries: readonly OracleEntry[]): boolean {
    const before = this.balances.map((one) => ({ ...one }));
    const latestFirst = entries.toReversed();
    for (const entry of [...latestFirst.filter(({ onHand }) => onHand <= 0n), ...latestFirst.filter(({ onHand }) => onHand > 0n)]) {
      const balance = this.of(entry.at);
      const left = balance.onHand - entry.onHand;
      let value = -entry.value;
      if (entry.onHand > 0n && left === 0n) value = -balance.value;
      else if (entry.onHand > 0n && left > 0n && balance.value + value < 0n) value = -share(balance.value, entry.onHand, balance.onHand);
      this.add([], { at: entry.at, onHand: -entry.onHand, reserved: -entry.reserved, value });
    }
    if (this.balances.every(({ onHand, reserved }) => onHand >= 0n && reserved >= 0n && reserved <= onHand)) return true;
    this.balances.splice(0, 2, ...before);
    return false;
  }

  of(at: number): Balance {
    const found = this.balances[at];
    if (found === undefined) throw new Error(`no place ${at}`);
    return found;
  }

  private add(into: OracleEntry[], entry: OracleEntry): void {
    into.push(entry);
    const balance = this.of(entry.at);
    balance.onHand += entry.onHand;
    balance.reserved += entry.reserved;
    balance.value += entry.value;
  }
}

async function expectAsOracle(item: string, oracle: Oracle): Promise<void> {
  const kept = new Map((await books.goods(item)).map((row) => [row.place, row]));
  for (const [at, { onHand, reserved, value }] of oracle.balances.entries()) {
    const row = kept.get(places[at] ?? '');
    const figures = { onHand: quantityText(onHand), reserved: quantityText(reserved), value: valueText(value) };
    if (row === undefined) expect(figures).toEqual({ onHand: '0.000', reserved: '0.000', value: '0.0000' });
    else expect(row).toMatchObject({ ...figures, available: quantityText(onHand - reserved), sums: figures });
    expect(value >= 0n && (onHand > 0n || value === 0n)).toBe(true);
  }
}

/** Refused by a constraint; all else is an error of the ledger. */
async function isRefused(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof UserError && error.code === 'ledger.constraint') return true;
    throw error;
  }
}

test('whatever is received, issued, reserved, released, moved and taken back: balances are the sums, value follows the moving average', async () => {
  let operations = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 18, maxLength: 22 }), async (batches) => {
      const item = await books.make('books.item', 'Tea');
      const oracle = new Oracle();
      const posted: { readonly source: string; readonly entries: readonly OracleEntry[] }[] = [];
      for (const { operations: wanted, takesBack, overreaches } of batches) {
        const entries: OracleEntry[] = [];
        const added = wanted.flatMap((one) => oracle.take(one, item, entries) ?? []);
        if (added.length > 0) posted.push({ source: await books.post('books.goods', added), entries });
        operations += added.length;
        if (overreaches) {
          const { onHand, reserved } = oracle.of(0);
          const more = { place: { item, place: places[0] ?? '' }, figures: { onHand: quantityText(-(onHand - reserved) - 1n) } };
          expect(await isRefused(() => books.post('books.goods', [more]))).toBe(true);
          operations += 1;
        }
        const back = takesBack === null ? undefined : posted[takesBack % posted.length];
        if (back !== undefined) {
          posted.splice(posted.indexOf(back), 1);
          expect(await isRefused(() => books.reverse('books.goods', back.source))).toBe(!oracle.takeBack(back.entries));
          operations += 1;
        }
        await expectAsOracle(item, oracle);
      }
      const rest: OracleEntry[] = [];
      const out = (['release', 'issue'] as const).flatMap((kind) =>
        [0, 1].flatMap((at) => oracle.take({ kind, at, quantity: 1_000_000_000, worth: 0 }, item, rest) ?? []),
      );
      if (out.length > 0) await books.post('books.goods', out);
      await expectAsOracle(item, oracle);
      expect(oracle.balances).toEqual([0, 1].map(() => ({ onHand: 0n, reserved: 0n, value: 0n })));
    }),
    { numRuns: 24, endOnFailure: true },
  );
  expect(operations).toBeGreaterThanOrEqual(10_000);
}, 600_000);

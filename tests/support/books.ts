import { join } from 'node:path';
import { raw, sql, value } from '../../core/data/sql.js';
import { Exact } from '../../core/definitions/expressions/exact.js';
import { newId } from '../../core/kernel/ids.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createRecord } from '../../core/records/create-record.js';
import { postEntries, type Posting, type WantedEntry } from '../../core/records/ledgers/post-entries.js';
import { reverseEntries } from '../../core/records/ledgers/reverse-entries.js';
import { rowsOf } from './rows-of.js';
import { createTestPlatform, type TestPlatform } from './test-platform.js';

/** What is added where: decimal text by measure, and the place that takes the opposite. */
export interface Added {
  readonly place: Readonly<Record<string, string>>;
  readonly counter?: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, string>>;
}

/** The ledgers of the fixture `with-ledger`, posted to without documents. */
export class Books {
  private constructor(readonly opened: TestPlatform) {}

  static async open(): Promise<Books> {
    return new Books(await createTestPlatform({ plugins: [join(projectRoot, 'tests/fixtures/with-ledger')] }));
  }

  async make(entity: string, name: string): Promise<string> {
    const { platform, caller } = this.opened;
    const found = platform.model.entities.get(entity);
    if (found === undefined) throw new Error(entity);
    return JSON.parse(await createRecord(platform, caller(), found, { name })).id;
  }

  /** One posting in a transaction of its own; gives the source that it is taken back by. */
  async post(ledger: string, added: readonly Added[], date = '2026-01-05', source = newId()): Promise<string> {
    const wanted = added.map(({ place, counter, figures }): WantedEntry => {
      const measures = new Map(Object.entries(figures).map(([name, text]) => [name, new Exact(text)] as const));
      return {
        place: new Map(Object.entries(place)),
        counter: counter === undefined ? null : new Map(Object.entries(counter)),
        countsFor: null,
        readsPosted: false,
        measures: () => Promise.resolve(measures),
      };
    });
    await this.within(ledger, source, date, (posting) => postEntries(posting, wanted));
    return source;
  }

  /** Ids of the entries that take back what the source has posted. */
  async reverse(ledger: string, source: string, date = '2026-01-05'): Promise<readonly string[]> {
    return this.within(ledger, newId(), date, (posting) => reverseEntries(posting, source));
  }

  rows(text: string): Promise<readonly ReturnType<typeof JSON.parse>[]> {
    return rowsOf(this.opened.url, text);
  }

  /** Sums of the entries and what is kept of them, by place. */
  async goods(item: string): Promise<readonly ReturnType<typeof JSON.parse>[]> {
    const sums = 'sum(on_hand)::text AS "onHand", sum(reserved)::text AS reserved, sum(value)::text AS value';
    return this.opened.platform.database.rows(sql`
      SELECT b.place::text AS place, b.on_hand::text AS "onHand", b.reserved::text AS reserved, b.value::text AS value, b.available::text AS available, row_to_json(e)::jsonb - 'place' AS sums
      FROM books_goods_balance b JOIN (SELECT place, ${raw(sums)} FROM books_goods WHERE item = ${value(item, 'uuid')} GROUP BY place) e ON e.place = b.place
      WHERE b.item = ${value(item, 'uuid')} ORDER BY b.place`);
  }

  private within<Result>(ledger: string, source: string, date: string, work: (posting: Posting) => Promise<Result>): Promise<Result> {
    const { platform, caller } = this.opened;
    return platform.database.transaction((tx) =>
      work({ platform, tx, caller: caller(), ledger, date, source: { entity: 'books.item', id: source, label: null } }),
    );
  }
}

import type { Executor } from '../data/database.js';
import { QueryContext } from '../data/query/query-context.js';
import { recordColumns, wholeRecord } from '../data/query/record-columns.js';
import type { Sight } from '../data/query/sight.js';
import { identifier, raw, sql, value } from '../data/sql.js';
import { clockAt } from '../definitions/expressions/clock-at.js';
import { entityRecordType, fieldExpressionType } from '../definitions/expressions/entity-scope.js';
import { evaluate } from '../definitions/expressions/evaluate.js';
import { limits } from '../definitions/expressions/limits.js';
import { RecordValue } from '../definitions/expressions/record-value.js';
import { valueFromWire, type Value } from '../definitions/expressions/value.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import { standardTimeZone } from '../kernel/time-zone.js';

import type { SettingsRecord } from './functions/settings-records.js';
import type { WorkingCalendar } from './functions/working-calendar.js';
import { Shelf } from './shelf.js';

type Plain = Readonly<Record<string, unknown>>;

const unmasked: Sight = { rows: () => ({ kind: 'everywhere' }), field: () => ({ kind: 'everywhere' }) };
/** Each round brings a record that the expression names: of what is joined by && and || one after the other. */
const mostRounds = limits.text;

/**
 * Records that expressions of steps follow. An expression is evaluated without waiting, so a record that is not there yet is written down
 * as missing, loaded with all others that are, and the expression evaluated again. Unmasked: plugins wrote the expressions, not the caller.
 */
export class KnownRecords {
  private rows = new Map<string, Plain | null>();
  private missing = new Map<string, Set<string>>();
  readonly zones = new Shelf<string>();
  /** Records of settings that hold, by entity and company. */
  readonly settings = new Shelf<readonly SettingsRecord[]>();
  readonly calendars = new Shelf<WorkingCalendar>();

  constructor(
    private readonly model: Model,
    private readonly tx: Executor,
  ) {}

  /** A record by its id, loaded when it is looked into. */
  reference(entity: Entity, id: string): RecordValue {
    return new RecordValue(id, (name) => {
      if (name === 'id') return id;
      const row = this.rows.get(keyOf(entity, id));
      if (row === undefined) this.miss(entity, id);
      return row === undefined || row === null ? null : this.member(entity, row, name);
    });
  }

  /** A record that is at hand, for instance as it was before. */
  given(entity: Entity, row: Plain): RecordValue {
    return new RecordValue(typeof row['id'] === 'string' ? row['id'] : null, (name) => this.member(entity, row, name));
  }

  /** What the work gives once every record that it looks into is there. */
  async settle<Result>(work: () => Result): Promise<Result> {
    for (let round = 0; round < mostRounds; round += 1) {
      const outcome = outcomeOf(work);
      const waiting = [this.zones, this.calendars, this.settings].filter((shelf) => shelf.isWaiting);
      if (this.missing.size === 0 && waiting.length === 0) return outcome();
      await this.load();
      for (const shelf of waiting) await shelf.fill(this.tx);
    }
    throw new Error('an expression looks into ever more records');
  }

  /** Records may have been written; they are loaded anew when they are looked into. */
  forget(): void {
    this.rows = new Map();
  }

  private miss(entity: Entity, id: string): void {
    const ids = this.missing.get(entity.id) ?? new Set<string>();
    this.missing.set(entity.id, ids.add(id));
  }

  private async load(): Promise<void> {
    const wanted = [...this.missing];
    this.missing = new Map();
    for (const [entityId, ids] of wanted) {
      const entity = this.model.entities.get(entityId);
      if (entity === undefined) continue;
      const found = await readPlain(this.model, this.tx, entity, [...ids]);
      for (const id of ids) this.rows.set(keyOf(entity, id), found.get(id) ?? null);
    }
  }

  private member(entity: Entity, row: Plain, name: string): Value {
    if (name === '_label') return this.labelOf(entity, row);
    const field = entity.fields.get(name);
    if (field === undefined) return name === 'id' && typeof row['id'] === 'string' ? row['id'] : null;
    const content = row[name];
    const target = this.model.entities.get(field.target ?? '');
    if (content === null || content === undefined || target === undefined) return valueFromWire(this.typeOf(field), content);
    if (field.type === 'reference') return typeof content === 'string' ? this.reference(target, content) : null;
    if (field.type === 'lines')
      return Array.isArray(content) ? content.map((line: unknown) => this.given(target, { ...plainOf(line), parent: row['id'] })) : [];
    return valueFromWire(this.typeOf(field), content);
  }

  /** How the record is called. */
  private labelOf(entity: Entity, row: Plain): Value {
    return evaluate(entity.title, { record: this.given(entity, row), variables: new Map(), ...clockAt(new Date(), standardTimeZone) });
  }

  private typeOf(field: Field): ReturnType<typeof fieldExpressionType> {
    const lookup = (id: string): Entity | undefined => this.model.entities.get(id);
    return fieldExpressionType(field, (id) => {
      const entity = lookup(id);
      return entity === undefined ? undefined : entityRecordType(entity, lookup);
    });
  }
}

/** What the work gives or throws. A refusal counts for nothing while a record is missing: the condition that guards against it may hang on that record. */
function outcomeOf<Result>(work: () => Result): () => Result {
  try {
    const result = work();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function keyOf(entity: Entity, id: string): string {
  return `${entity.id} ${id}`;
}

function plainOf(json: unknown): Plain {
  return typeof json === 'object' && json !== null ? Object.fromEntries(Object.entries(json)) : {};
}

/** Whole records as the API spells them, unmasked, by id. */
export async function readPlain(model: Model, tx: Executor, entity: Entity, ids: readonly string[]): Promise<ReadonlyMap<string, Plain>> {
  const context = new QueryContext(model, unmasked);
  const source = context.source(entity);
  const owner = entity.parent === null ? raw('') : sql`${source.alias}.parent_id AS parent, `;
  const columns = sql`${owner}${recordColumns(context, source, { ...wholeRecord, hasLabels: false })}`;
  const json = await tx.text(
    sql`SELECT coalesce(json_agg(_row), '[]'::json)::text FROM (SELECT ${columns} FROM ${identifier(entity.table)} ${source.alias} WHERE ${source.alias}.id = ANY(${value(ids, 'uuid[]')})) _row`,
  );
  const rows: unknown = JSON.parse(json ?? '[]');
  return new Map(Array.isArray(rows) ? rows.map((row: unknown) => [String(plainOf(row)['id']), plainOf(row)]) : []);
}

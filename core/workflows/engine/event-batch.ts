import type { Executor, Row } from '../../data/database.js';
import { QueryContext } from '../../data/query/query-context.js';
import { recordColumns, wholeRecord } from '../../data/query/record-columns.js';
import type { Sight } from '../../data/query/sight.js';
import { identifier, raw, sql, value } from '../../data/sql.js';
import type { Entity, Model } from '../../definitions/model.js';
import { systemUserId } from '../../kernel/caller.js';
import type { Happening } from '../triggers.js';

/** Something that happened to a record, with the record before and after as the API spells it; its lines are those of now. */
export interface Event {
  readonly seq: string;
  readonly entity: Entity;
  readonly recordId: string;
  readonly happening: Happening;
  readonly before: Plain | null;
  readonly after: Plain | null;
  readonly actor: string;
  readonly depth: number;
  /** Workflows that were switched on when it happened, however late it is followed. */
  readonly enabled: ReadonlySet<string>;
}

/** What `eventBatch` reads of rows of events. */
export const eventColumns = raw(
  'seq::text AS seq, entity, record_id::text AS record_id, op, action, changed, before IS NOT NULL AS has_before, after IS NOT NULL AS has_after, actor::text AS actor, depth, tries',
);

export type Plain = Readonly<Record<string, unknown>>;

/** The events of rows whose entities are still declared, in their order; some statements for all of them, whatever their number. */
export async function eventBatch(tx: Executor, model: Model, rows: readonly Row[]): Promise<readonly Event[]> {
  const enabled = await enabledAt(tx, seqsOf(rows));
  const plains = new Map<string, Plain>();
  for (const [id, some] of groupBy(rows, (row) => String(row['entity']))) {
    const entity = model.entities.get(id);
    if (entity === undefined) continue;
    for (const which of ['before', 'after'] as const)
      await readPlains(tx, model, entity, which, seqsOf(some.filter((row) => row[`has_${which}`] === true)), plains);
  }
  return rows.flatMap((row) => {
    const entity = model.entities.get(String(row['entity']));
    const seq = String(row['seq']);
    const plain = (which: string): Plain | null => plains.get(`${which} ${seq}`) ?? null;
    return entity === undefined
      ? []
      : [{ ...eventOf(entity, row), seq, before: plain('before'), after: plain('after'), enabled: enabled.get(seq) ?? new Set() }];
  });
}

function eventOf(entity: Entity, row: Row): Omit<Event, 'seq' | 'before' | 'after' | 'enabled'> {
  const columns = new Set(Array.isArray(row['changed']) ? row['changed'].map(String) : []);
  const changed = new Set([...entity.fields.values()].filter((field) => columns.has(field.column)).map((field) => field.name));
  const op = row['op'] === 'created' ? 'created' : row['op'] === 'deleted' ? 'deleted' : 'updated';
  return {
    entity,
    recordId: String(row['record_id']),
    happening: { op, transition: typeof row['action'] === 'string' ? row['action'] : null, changed },
    actor: typeof row['actor'] === 'string' ? row['actor'] : systemUserId,
    depth: Number(row['depth']),
  };
}

function seqsOf(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => String(row['seq']));
}

async function enabledAt(tx: Executor, seqs: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await tx.rows(sql`
    SELECT e.seq::text AS seq, array_agg(w.id) AS ids FROM trellis_workflow w, trellis_event e
    WHERE e.seq = ANY(${value(seqs, 'bigint[]')}) AND w.is_enabled = (w.switched_at IS NULL OR e.at >= w.switched_at) GROUP BY e.seq`);
  return new Map(rows.map((row) => [String(row['seq']), new Set(Array.isArray(row['ids']) ? row['ids'].map(String) : [])]));
}

const unmasked: Sight = { rows: () => ({ kind: 'everywhere' }), field: () => ({ kind: 'everywhere' }) };

async function readPlains(
  tx: Executor,
  model: Model,
  entity: Entity,
  which: 'before' | 'after',
  seqs: readonly string[],
  found: Map<string, Plain>,
): Promise<void> {
  if (seqs.length === 0) return;
  const context = new QueryContext(model, unmasked);
  const source = context.source(entity);
  const columns = recordColumns(context, source, { ...wholeRecord, hasLabels: false });
  const rows = await tx.rows(sql`SELECT e.seq::text AS seq, (SELECT row_to_json(_row)::text FROM (SELECT ${columns}) _row) AS json FROM trellis_event e
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${identifier(entity.table)}, e.${identifier(which)}) ${source.alias} WHERE e.seq = ANY(${value(seqs, 'bigint[]')})`);
  for (const row of rows) {
    const plain: unknown = JSON.parse(String(row['json']));
    if (typeof plain === 'object' && plain !== null) found.set(`${which} ${String(row['seq'])}`, Object.fromEntries(Object.entries(plain)));
  }
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

import { ruleSql } from '../../access/rule-sql.js';
import type { RowRule } from '../../access/policy.js';
import type { Executor } from '../../data/database.js';
import { QueryContext } from '../../data/query/query-context.js';
import { recordColumns, wholeRecord } from '../../data/query/record-columns.js';
import type { Sight } from '../../data/query/sight.js';
import { identifier, join, keyName, raw, sql, value, type Sql } from '../../data/sql.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../platform.js';
import type { Draft } from './draft.js';

/** Whoever has written a reference to a record holds it against being deleted: with NO KEY UPDATE several of them may go on to bring it up to date, one after the other, where UPDATE would let each wait for all. */
type LockStrength = 'UPDATE' | 'NO KEY UPDATE';

/** A record as it stands, whole and unmasked, locked until the transaction ends. */
export interface Locked {
  readonly draft: Draft;
  readonly version: number;
  readonly state: string | null;
  /** Answers of the questions that were asked with it, by name. */
  readonly answers: ReadonlyMap<string, boolean>;
}

/** Questions about the row that only the database can answer: rules, guards. NULL counts as no. */
export type Questions = ReadonlyMap<string, Sql>;

const unmasked: Sight = { rows: () => ({ kind: 'everywhere' }), field: () => ({ kind: 'everywhere' }) };

/** Locks and reads one record; null when there is none. The alias of its row in questions is `q1`. */
export async function lockRecord(
  model: Model,
  tx: Executor,
  entity: Entity,
  id: string,
  questions: Questions,
  strength: LockStrength = 'UPDATE',
): Promise<Locked | null> {
  const key = recordId(id);
  if (key === null) return null;
  if (hasPartsElsewhere(entity)) await lockRow(tx, entity, key, strength);
  const context = new QueryContext(model, unmasked);
  const source = context.source(entity);
  const asked = [...questions].map(([name, question]) => sql`coalesce((${question}), false) AS ${keyName(`_ask_${name.replaceAll('-', '_')}`)}`);
  const columns = join([recordColumns(context, source, { ...wholeRecord, hasLabels: false }), ...asked], ', ');
  const json = await tx.text(
    sql`SELECT row_to_json(_row)::text FROM (SELECT ${columns} FROM ${identifier(entity.table)} ${source.alias} WHERE ${source.alias}.id = ${value(key, 'uuid')} FOR ${raw(strength)} OF ${source.alias}) _row`,
  );
  return json === null ? null : lockedOf(model, entity, JSON.parse(json), questions);
}

/** A statement that has waited for a row sees that row as it is now, but the rows of other tables as they were when it began; so the waiting is done by one of its own. */
export async function lockRow(tx: Executor, entity: Entity, id: string, strength: LockStrength = 'UPDATE'): Promise<void> {
  await tx.rows(sql`SELECT FROM ${identifier(entity.table)} WHERE id = ${value(id, 'uuid')} FOR ${raw(strength)}`);
}

function hasPartsElsewhere({ fields }: Entity): boolean {
  return [...fields.values()].some((field) => field.type === 'lines' || field.type === 'many-to-many');
}

function lockedOf(model: Model, entity: Entity, json: unknown, questions: Questions): Locked {
  const row = new Map<string, unknown>(typeof json === 'object' && json !== null ? Object.entries(json) : []);
  return {
    draft: draftOf(model, entity, row),
    version: Number(row.get('version')),
    state: typeof row.get('state') === 'string' ? String(row.get('state')) : null,
    answers: new Map([...questions.keys()].map((name) => [name, row.get(`_ask_${name.replaceAll('-', '_')}`) === true])),
  };
}

function draftOf(model: Model, entity: Entity, row: ReadonlyMap<string, unknown>): Draft {
  const values = new Map<string, FieldValue>();
  const lines = new Map<string, Draft[]>();
  for (const field of entity.fields.values()) {
    const content = row.get(field.name);
    if (field.type === 'lines') {
      const line = model.entities.get(field.target ?? '');
      lines.set(
        field.name,
        line === undefined || !Array.isArray(content)
          ? []
          : content.map((one: unknown) => draftOf(model, line, new Map(typeof one === 'object' && one !== null ? Object.entries(one) : []))),
      );
    } else if (field.name !== 'id' && isValue(content)) values.set(field.name, content);
  }
  return { id: String(row.get('id')), values, lines };
}

/** Rows that PostgreSQL wrote as JSON hold values of fields. */
function isValue(json: unknown): json is FieldValue {
  return json !== undefined;
}

/** The rule of a verb as a question about the locked row. */
export function mayQuestion(platform: Platform, caller: Caller, entity: Entity, rule: RowRule): Sql {
  return ruleSql(rule, entity, 'q1', caller, platform.model);
}

/** Whether a row just written satisfies a rule; rules that always do cost no statement. */
export async function satisfies(
  platform: Platform,
  tx: Executor,
  caller: Caller,
  entity: Entity,
  id: string,
  rules: readonly RowRule[],
): Promise<readonly boolean[]> {
  if (rules.every((rule) => rule.kind !== 'any')) return rules.map((rule) => rule.kind === 'all');
  const columns = rules.map((rule, index) => sql`coalesce((${ruleSql(rule, entity, 't', caller, platform.model)}), false) AS ${identifier(`r${index}`)}`);
  const [row] = await tx.rows(sql`SELECT ${join(columns, ', ')} FROM ${identifier(entity.table)} t WHERE t.id = ${value(id, 'uuid')}`);
  return rules.map((_, index) => row?.[`r${index}`] === true);
}

import type { EntityPolicy } from '../access/policy.js';
import { ruleSql } from '../access/rule-sql.js';
import { expressionToSql } from '../data/expression-sql.js';
import { rowNames } from '../data/row-names.js';
import { identifier, join, sql, value, type Sql } from '../data/sql.js';
import { pointedAt } from '../definitions/field-types/any-reference.js';
import { recordId } from '../definitions/field-types/reference.js';
import type { Entity, Field } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import { notFound, readRecord } from './get-record.js';
import type { Platform } from './platform.js';
import { demandParameters, type Parameters } from './query/parameters.js';
import { inWordsOfToday } from './words-of-today.js';
import type { Change } from './write/history-of.js';

const mostEntries = 200;
const usualEntries = 50;

/** What happened to a record, newest first, as JSON text. Only changes of fields that the caller sees in this record today. */
export async function historyOf(platform: Platform, caller: Caller, entity: Entity, id: string, parameters: Parameters = {}): Promise<string> {
  const { from, rows: limit } = rangeOf(demandParameters(parameters, ['range']).get('range'));
  const json = await readRecord(platform, platform.database, caller, entity, id);
  const isWholeSeen = platform.policyOf(caller).entity(entity.id).rows('read').kind === 'all';
  // Of what is deleted nobody can say whose it was, so only those who see all rows see what became of it.
  if (json === null && !isWholeSeen) throw notFound(entity, caller);
  const rows = await platform.database.rows(sql`
    SELECT c.id::text AS id, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, c.actor::text AS actor, u.name AS actor_name, c.op, c.action, c.changes
    FROM trellis_change c LEFT JOIN core_user u ON u.id = c.actor
    WHERE c.record_id = ${value(recordId(id), 'uuid')} AND c.entity = ANY(${value([entity.id, ...entity.formerIds], 'text[]')})
    ORDER BY c.id DESC LIMIT ${value(limit, 'integer')} OFFSET ${value(from, 'integer')}`);
  if (json === null && rows.length === 0) throw notFound(entity, caller);
  const view = viewOf(platform, caller, entity, json === null ? null : JSON.parse(json));
  const seen = rows.map((row) => ({
    row,
    changes: changesIn(row['changes'])
      .map((change) => inWordsOfToday(platform.model, entity, change))
      .filter((change) => view.sees(change)),
  }));
  const labels = await labelsOf(
    platform,
    caller,
    entity,
    seen.flatMap(({ changes }) => changes),
  );
  const entries = seen.map(({ row, changes }) => ({
    id: row['id'],
    at: row['at'],
    by: row['actor_name'] === null ? null : { id: row['actor'], label: row['actor_name'] },
    op: row['op'],
    action: row['action'],
    changes: changes.map((change) => labelled(entity, platform, change, labels)),
  }));
  return JSON.stringify(entries.filter(({ op, changes }) => op !== 'updated' || changes.length > 0));
}

function rangeOf(range: string | undefined): { readonly from: number; readonly rows: number } {
  if (range === undefined) return { from: 0, rows: usualEntries };
  const found = /^\s*\[\s*(\d{1,9})\s*,\s*(\d{1,9})\s*\]\s*$/u.exec(range);
  const [from, to] = [Number(found?.[1]), Number(found?.[2])];
  if (found === null || to < from || to - from >= mostEntries) throw new UserError(400, 'query.range', { found: range.slice(0, 80), most: mostEntries });
  return { from, rows: to - from + 1 };
}

/** Which changes are shown: fields hidden from the caller, everywhere or in this record, never were there. */
function viewOf(platform: Platform, caller: Caller, entity: Entity, record: unknown): { sees(change: Change): boolean } {
  const policy = platform.policyOf(caller);
  const hidden = hiddenIn(record);
  const seesField = (rights: EntityPolicy, field: string): boolean =>
    record === null ? rights.isAlwaysSeen(field) && rights.fieldRows(field).kind !== 'none' : rights.fieldRows(field).kind !== 'none';
  return {
    sees: ({ field }) => {
      const [name = '', inner] = field.split('.');
      const declared = entity.fields.get(name);
      if (declared === undefined || !seesField(policy.entity(entity.id), name) || hidden.has(name)) return false;
      const line = declared.type === 'lines' ? platform.model.entities.get(declared.target ?? '') : undefined;
      if (line === undefined) return true;
      // Lines that came or went are told by their title. A rule that hides a field of lines in some rows hides its history in all.
      const names = inner === undefined ? line.title.reads.map(([first]) => first ?? '') : [inner];
      const rights = policy.entity(line.id);
      return names.every((one) => rights.fieldRows(one).kind !== 'none' && rights.isAlwaysSeen(one));
    },
  };
}

/** Fields whose value is hidden in this row. References to records that are hidden are named as restricted too, yet their ids are shown. */
function hiddenIn(record: unknown): ReadonlySet<string> {
  const values = new Map<string, unknown>(typeof record === 'object' && record !== null ? Object.entries(record) : []);
  const restricted: unknown = values.get('_restricted');
  return new Set((Array.isArray(restricted) ? restricted.map(String) : []).filter((name) => (values.get(name) ?? null) === null));
}

function changesIn(json: unknown): readonly Change[] {
  return Array.isArray(json) ? json.filter(isChange) : [];
}

function isChange(json: unknown): json is Change {
  return typeof json === 'object' && json !== null && 'field' in json && typeof json.field === 'string';
}

/** The field at the end of `owner` or `lines.product`. */
function fieldAt(platform: Platform, entity: Entity, path: string): Field | undefined {
  const [name = '', inner] = path.split('.');
  const field = entity.fields.get(name);
  return inner === undefined ? field : platform.model.entities.get(field?.target ?? '')?.fields.get(inner);
}

function labelled(entity: Entity, platform: Platform, change: Change, labels: ReadonlyMap<string, string>): unknown {
  const field = fieldAt(platform, entity, change.field);
  if (field === undefined || !isReference(field)) return change;
  const label = (content: Change['from']): string | null => {
    const names = pointersOf(field, content).map(({ id }) => labels.get(id) ?? '…');
    return names.length === 0 ? null : names.join(', ');
  };
  return { ...change, fromLabel: label(change.from), toLabel: label(change.to) };
}

function isReference(field: Field): boolean {
  return field.type === 'reference' || field.type === 'many-to-many' || field.type === 'any-reference';
}

/** The records that a value refers to. */
function pointersOf(field: Field, content: Change['from']): readonly { readonly entity: string; readonly id: string }[] {
  if (field.type !== 'any-reference') return idsOf(content).map((id) => ({ entity: field.target ?? '', id }));
  const pointed = pointedAt(field, content);
  return pointed === null ? [] : [{ entity: pointed.member.entity, id: pointed.id }];
}

function idsOf(content: Change['from']): readonly string[] {
  if (typeof content === 'string') return [content];
  return Array.isArray(content) ? content.map(String) : [];
}

/** How the records are called that the changes refer to, those that the caller sees: one statement. */
async function labelsOf(platform: Platform, caller: Caller, entity: Entity, changes: readonly Change[]): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, Set<string>>();
  for (const change of changes) {
    const field = fieldAt(platform, entity, change.field);
    if (field === undefined || !isReference(field)) continue;
    for (const { entity: target, id } of [...pointersOf(field, change.from), ...pointersOf(field, change.to)]) {
      const ids = wanted.get(target) ?? new Set<string>();
      wanted.set(target, ids.add(id));
    }
  }
  const parts = [...wanted].flatMap(([target, ids]) => labelSql(platform, caller, target, [...ids]) ?? []);
  if (parts.length === 0) return new Map();
  const rows = await platform.database.rows(join(parts, ' UNION ALL '));
  return new Map(rows.map((row) => [String(row['id']), String(row['label'] ?? '…')]));
}

function labelSql(platform: Platform, caller: Caller, target: string, ids: readonly string[]): Sql | null {
  const entity = platform.model.entities.get(target);
  if (entity === undefined) return null;
  const rights = platform.policyOf(caller).entity(entity.id);
  const isNamed = entity.title.reads.every(([name]) => rights.isAlwaysSeen(name ?? ''));
  const title = isNamed ? expressionToSql(entity.title, rowNames(entity, identifier('t'), platform.model, null, caller.locale)) : sql`NULL`;
  const where = ruleSql(rights.rows('read'), entity, 't', caller, platform.model);
  return sql`SELECT t.id::text AS id, (${title})::text AS label FROM ${identifier(entity.table)} t WHERE t.id = ANY(${value(ids, 'uuid[]')}) AND (${where})`;
}

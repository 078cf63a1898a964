import { pointedAt } from '../../definitions/field-types/any-reference.js';
import { holdsFiles } from '../../definitions/field-types/holds-files.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { listRecords, type ListAnswer } from '../../records/list-records.js';
import type { Platform } from '../../records/platform.js';
import { demandParameters, namesParameter, type Parameters } from '../../records/query/parameters.js';
import { takesAsOf } from '../../records/query/valid-on.js';
import { demandVerb } from '../../records/rights.js';
import { zoneOf } from '../zone-of.js';

const pageRows = 200;

/** The records that the caller may export, read page by page: references by how they are called, lines left out. The filters are those of the list. */
export interface ExportTable {
  readonly columns: readonly Column[];
  pages(): AsyncGenerator<readonly (readonly string[])[]>;
  /** How many records there are at this moment. */
  count(): Promise<number>;
  /** Of the company that is worked in. */
  timeZone(): Promise<string>;
}

export interface Column {
  readonly label: string;
  readonly kind: CellKind;
  /** The cell as text; empty where the record says nothing. */
  cell(record: JsonRecord): string;
}

/** What a cell is: numbers, days and instants stand as in the API. */
export type CellKind = 'text' | 'number' | 'boolean' | 'date' | 'instant';

/** Throws 403 without the right, 400 for an unknown parameter. */
export function exportTable(platform: Platform, caller: Caller, entity: Entity, parameters: Parameters): ExportTable {
  const rights = demandVerb(platform, caller, entity, 'export');
  const asked = demandParameters(parameters, ['format', 'filter', 'sort', 'q', 'fields', ...(takesAsOf(entity) ? ['asOf'] : [])]);
  const names = asked.get('fields');
  const seen = [...entity.fields.values()].filter(
    (field) => rights.fieldRows(field.name).kind !== 'none' && field.type !== 'lines' && field.partOf === undefined && !holdsFiles(field),
  );
  const fields = names === undefined ? seen : namesParameter(names).flatMap((name) => seen.find((field) => field.name === name) ?? []);
  const columns = fields.flatMap((field) => columnsOf(field, caller, platform.model));
  const given = Object.fromEntries([...asked].filter(([name]) => name !== 'format'));
  return {
    columns,
    async *pages() {
      for await (const json of pages(platform, caller, entity, given)) yield recordsIn(json).map((record) => columns.map((column) => column.cell(record)));
    },
    count: async () => (await listRecords(platform, caller, entity, { ...given, range: '[0,0]', count: 'exact' }, 'export')).total ?? 0,
    timeZone: () => zoneOf(platform, caller),
  };
}

/** Pages of the list: by cursor, so that each costs the same; by place in an order through a reference, which has no cursor. */
async function* pages(platform: Platform, caller: Caller, entity: Entity, given: Parameters): AsyncGenerator<string> {
  const hasCursor = !/^\s*\[\s*"[^"]*\./u.test(String(given['sort'] ?? ''));
  let cursor: string | null = '';
  for (let page = 0; ; page += 1) {
    const from = hasCursor ? 0 : page * pageRows;
    const range = JSON.stringify([from, from + pageRows - 1]);
    const asked: Parameters = { ...given, range, count: 'none', ...(hasCursor ? { cursor } : {}) };
    const answer: ListAnswer = await listRecords(platform, caller, entity, asked, 'export');
    yield answer.json;
    cursor = answer.cursor;
    if (hasCursor ? cursor === null : answer.rows < pageRows) return;
  }
}

type JsonRecord = ReadonlyMap<string, unknown>;

function recordsIn(json: string): readonly JsonRecord[] {
  const rows: unknown = JSON.parse(json);
  return Array.isArray(rows) ? rows.map(membersOf) : [];
}

function membersOf(json: unknown): JsonRecord {
  return new Map(typeof json === 'object' && json !== null ? Object.entries(json) : []);
}

const kinds: ReadonlyMap<Field['type'], CellKind> = new Map([
  ...(['integer', 'decimal', 'money', 'percent', 'quantity', 'rating', 'duration'] as const).map((type) => [type, 'number'] as const),
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['datetime', 'instant'],
]);

/** A field is a column, an address one for each part; the import takes the headings back. */
function columnsOf(field: Field, { locale }: Caller, model: Model): readonly Column[] {
  const label = textIn(field.label, locale);
  const { parts } = fieldType(field.type);
  if (field.type === 'any-reference')
    return [{ label, kind: 'text', cell: (record) => anyCell(field, record, (id) => textIn(model.entities.get(id)?.label ?? id, locale)) }];
  if (parts === undefined) return [{ label, kind: kinds.get(field.type) ?? 'text', cell: (record) => cellOf(field, record) }];
  return parts.map((part) => ({ label: `${label}.${part}`, kind: 'text', cell: (record) => String(membersOf(record.get(field.name)).get(part) ?? '') }));
}

/** What kind of record, and how it is called: `Lead: Mai`. */
function anyCell(field: Field, record: JsonRecord, kindOf: (entity: string) => string): string {
  const pointed = pointedAt(field, record.get(field.name));
  const label = membersOf(record.get('_labels')).get(field.name);
  return pointed === null ? '' : `${kindOf(pointed.member.entity)}: ${typeof label === 'string' ? label : ''}`;
}

function cellOf(field: Field, record: JsonRecord): string {
  const content = record.get(field.name);
  if (content === null || content === undefined) return '';
  if (field.type === 'reference' || field.type === 'many-to-many') {
    const labels = membersOf(record.get('_labels')).get(field.name);
    return Array.isArray(labels) ? labels.join('; ') : String(labels ?? '');
  }
  return fieldType(field.type).toCell?.(content) ?? String(content);
}

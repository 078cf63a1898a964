import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { listRecords } from '../../records/list-records.js';
import type { Platform } from '../../records/platform.js';
import { demandParameters, namesParameter, type Parameters } from '../../records/query/parameters.js';
import { demandVerb } from '../../records/rights.js';
import { csvLine, harmless } from './write-csv.js';

const pageRows = 200;

/** The records that the caller may export, as lines of CSV page by page: references by how they are called, lines left out. The filters are those of the list. */
export async function* exportCsv(platform: Platform, caller: Caller, entity: Entity, parameters: Parameters): AsyncGenerator<string> {
  const rights = demandVerb(platform, caller, entity, 'export');
  const asked = demandParameters(parameters, ['format', 'filter', 'sort', 'q', 'fields']);
  const format = asked.get('format') ?? 'csv';
  if (format !== 'csv') throw new UserError(400, 'transfer.format', { found: format });
  const names = asked.get('fields');
  const seen = [...entity.fields.values()].filter((field) => rights.fieldRows(field.name).kind !== 'none' && field.type !== 'lines' && field.type !== 'image');
  const fields = names === undefined ? seen : namesParameter(names).flatMap((name) => seen.find((field) => field.name === name) ?? []);
  const given = Object.fromEntries([...asked].filter(([name]) => name !== 'format'));
  let page = 0;
  // The first page is read before anything is sent, so that a wrong filter is refused as such.
  for (;;) {
    const range = JSON.stringify([page * pageRows, (page + 1) * pageRows - 1]);
    const { json, rows } = await listRecords(platform, caller, entity, { ...given, range, count: 'none' }, 'export');
    // Excel knows UTF-8 by the mark at the beginning.
    const heading = page === 0 ? `\u{feff}${csvLine(fields.map((field) => harmless(textIn(field.label, caller.locale))))}` : '';
    yield (
      heading +
      recordsIn(json)
        .map((record) => csvLine(fields.map((field) => cellOf(field, record))))
        .join('')
    );
    if (rows < pageRows) return;
    page += 1;
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

const plain: readonly Field['type'][] = ['integer', 'decimal', 'money', 'percent', 'quantity', 'boolean', 'date', 'datetime'];

function cellOf(field: Field, record: JsonRecord): string {
  const content = record.get(field.name);
  if (content === null || content === undefined) return '';
  if (plain.includes(field.type)) return String(content);
  if (field.type === 'reference' || field.type === 'many-to-many') {
    const labels = membersOf(record.get('_labels')).get(field.name);
    return harmless(Array.isArray(labels) ? labels.join('; ') : String(labels ?? ''));
  }
  if (field.type === 'address') return harmless([...membersOf(content).values()].filter((part) => typeof part === 'string').join(', '));
  return harmless(String(content));
}

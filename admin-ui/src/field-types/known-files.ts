import { membersOf } from '../api/request.js';

/** What the server tells of an attached file. */
export interface KnownFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly by: string | null;
  readonly at: string;
}

/** The files of a field of a saved record. */
export function knownFiles(record: ReadonlyMap<string, unknown>, field: string): readonly KnownFile[] {
  const list = membersOf(record.get('_files')).get(field);
  return Array.isArray(list) ? list.map(knownFile) : [];
}

function knownFile(json: unknown): KnownFile {
  const told = membersOf(json);
  const by = told.get('by');
  return {
    id: String(told.get('id')),
    name: String(told.get('name')),
    bytes: Number(told.get('bytes')),
    by: typeof by === 'string' ? by : null,
    at: String(told.get('at')),
  };
}

/** Ids that a field holds, one or several. */
export function idsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === null || value === undefined ? [] : [String(value)];
}

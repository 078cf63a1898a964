import { sql, value } from '../data/sql.js';
import { holdsFiles } from '../definitions/field-types/holds-files.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import { getRecord } from '../records/get-record.js';
import type { Platform } from '../records/platform.js';
import type { UploadedFile } from './upload-file.js';

/** The file of a field, `logo`, `papers.FILE` or `lines.ID.photo`, when the caller sees that field of that record; otherwise 404. */
export async function findFile(platform: Platform, caller: Caller, entity: Entity, id: string, place: string): Promise<UploadedFile> {
  const record: unknown = JSON.parse(await getRecord(platform, caller, entity, id));
  const fileId = filesIn(platform, entity, record).get(place);
  const [row] =
    fileId === undefined
      ? []
      : await platform.database.rows(sql`SELECT id::text AS id, name, media_type, bytes FROM trellis_file WHERE id = ${value(fileId, 'uuid')}`);
  if (row === undefined) throw new UserError(404, 'files.none', { field: place.slice(0, 80) });
  return { id: String(row['id']), name: String(row['name']), mediaType: String(row['media_type']), bytes: Number(row['bytes']) };
}

/** Ids of files by where they are. */
function filesIn(platform: Platform, entity: Entity, json: unknown): ReadonlyMap<string, string> {
  const record = new Map<string, unknown>(typeof json === 'object' && json !== null ? Object.entries(json) : []);
  const found = new Map<string, string>();
  for (const field of entity.fields.values()) {
    const content = record.get(field.name);
    if (holdsFiles(field)) for (const [place, id] of placesOf(field.name, content)) found.set(place, id);
    const line = field.type === 'lines' ? platform.model.entities.get(field.target ?? '') : undefined;
    if (line === undefined || !Array.isArray(content)) continue;
    for (const one of content) {
      const id: unknown = typeof one === 'object' && one !== null && 'id' in one ? one.id : '';
      for (const [name, file] of filesIn(platform, line, one)) found.set(`${field.name}.${String(id)}.${name}`, file);
    }
  }
  return found;
}

function placesOf(name: string, content: unknown): readonly (readonly [place: string, id: string])[] {
  if (Array.isArray(content)) return content.map((id) => [`${name}.${String(id)}`, String(id)] as const);
  return typeof content === 'string' ? [[name, content]] : [];
}

import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { fileTypeFromFile } from 'file-type';
import { sql, value } from '../data/sql.js';
import type { Caller } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from '../records/platform.js';
import type { FileStore } from './file-store.js';

/** Largest upload; fields may allow less. */
export const largestUpload = 25 * 1024 * 1024;

/** Pictures that browsers show without running anything in them; SVG is not among them. */
const mediaTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** What is known of an upload. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** Keeps an upload until a record takes it. Its type is found in its content, whatever the sender says. Throws 413 and 415. */
export async function uploadFile(platform: Platform, store: FileStore, caller: Caller, name: string, source: Readable): Promise<UploadedFile> {
  const id = newId();
  const limit = new Limit(largestUpload);
  await store.write(id, source, limit);
  const found = (await fileTypeFromFile(store.pathOf(id)))?.mime ?? 'unknown';
  if (!mediaTypes.includes(found)) {
    await store.remove(id);
    throw new UserError(415, 'files.not-a-picture', { found, valid: mediaTypes.join(', ') });
  }
  const file: UploadedFile = { id, name: cleanName(name), mediaType: found, bytes: limit.bytes };
  await platform.database.rows(sql`
    INSERT INTO trellis_file (id, name, media_type, bytes, uploaded_by)
    VALUES (${value(id, 'uuid')}, ${value(file.name, 'text')}, ${value(found, 'text')}, ${value(file.bytes, 'integer')}, ${value(caller.userId, 'uuid')})`);
  return file;
}

/** Passes on and counts, and breaks off what is too much. */
class Limit extends Transform {
  bytes = 0;

  constructor(private readonly most: number) {
    super();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    if (this.bytes > this.most) done(new UserError(413, 'files.too-large', { most: this.most }));
    else done(null, chunk);
  }
}

/** The last part of a path, without what could end a header or confuse a screen. */
function cleanName(name: string): string {
  const last = name.split(/[/\\]/u).at(-1) ?? '';
  return last.replaceAll(/[\p{Cc}\p{Cf}"]/gu, '').slice(0, 200) || 'file';
}

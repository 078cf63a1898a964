import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { sql, value } from '../data/sql.js';
import type { Caller } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from '../records/platform.js';
import { brokenPromise, fileKind, pictureTypes } from './file-kind.js';
import type { FileStore } from './file-store.js';

/** Largest upload; fields may allow less. */
export const largestUpload = 25 * 1024 * 1024;

/** What is known of an upload. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** A file as it comes in. */
export interface Upload {
  readonly name: string;
  /** A picture is refused at once when it is none. */
  readonly purpose: 'file' | 'picture';
  readonly source: Readable;
}

/** Keeps an upload until a record takes it. Its type is found in its content, whatever the sender says. Throws 413 and 415. */
export async function uploadFile(platform: Platform, store: FileStore, caller: Caller, { name, purpose, source }: Upload): Promise<UploadedFile> {
  const id = newId();
  const limit = new Limit(largestUpload);
  await store.write(id, source, limit);
  try {
    const clean = cleanName(name);
    const mediaType = await fileKind(store.pathOf(id), clean);
    demandKind(purpose, clean, mediaType);
    if (limit.bytes === 0) throw new UserError(400, 'files.empty');
    const file: UploadedFile = { id, name: clean, mediaType, bytes: limit.bytes };
    await platform.database.rows(sql`
      INSERT INTO trellis_file (id, name, media_type, bytes, uploaded_by, uploaded_by_name)
      VALUES (${value(id, 'uuid')}, ${value(file.name, 'text')}, ${value(mediaType, 'text')}, ${value(file.bytes, 'integer')}, ${value(caller.userId, 'uuid')}, ${value(caller.name, 'text')})`);
    return file;
  } catch (error) {
    await store.remove(id);
    throw error;
  }
}

function demandKind(purpose: Upload['purpose'], name: string, mediaType: string): void {
  if (purpose === 'picture' && !pictureTypes.includes(mediaType))
    throw new UserError(415, 'files.not-a-picture', { found: mediaType, valid: pictureTypes.join(', ') });
  const promised = brokenPromise(name, mediaType);
  if (purpose === 'file' && promised !== null) throw new UserError(415, 'files.not-what-it-says', { name, promised, found: mediaType });
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
  return last.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}"]/gu, '').slice(0, 200) || 'file';
}

import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The content of files, one file each in a folder, named by id. */
export class FileStore {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'files');
  }

  /** Streams to disk; nothing of it is left when the source fails. */
  async write(id: string, source: Readable, through: Transform): Promise<void> {
    const path = this.pathOf(id);
    const half = `${path}.new`;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      await pipeline(source, through, createWriteStream(half, { mode: 0o600, flags: 'wx' }));
      await rename(half, path);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  }

  read(id: string): ReadStream {
    return createReadStream(this.pathOf(id));
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** Ids of version 7 begin with the time, so folders are made by their end. */
  pathOf(id: string): string {
    return join(this.folder, id.slice(-2), id);
  }
}

import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { FileStore } from '../files/file-store.js';
import { findFile } from '../files/find-file.js';
import { pictureTypes } from '../files/file-kind.js';
import { uploadFile, type Upload } from '../files/upload-file.js';
import type { Config } from '../kernel/config.js';
import { UserError } from '../kernel/user-error.js';
import { callerOf } from './caller.js';
import { CONFIG } from './config.token.js';
import { entityOf } from './entity-of.js';
import { send, type RecordPath } from './records-read.controller.js';

/** Uploads, and the files of records with the rights of their records. */
@Controller('api')
export class FilesController {
  private readonly store: FileStore;

  constructor(@Inject(CONFIG) config: Config) {
    this.store = new FileStore(config.dataDir);
  }

  /** The body is the file itself. A record takes it by its id. */
  @Post('files')
  async upload(@Query('name') name: unknown, @Query('for') purpose: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    if (!(request.body instanceof Readable)) throw new UserError(400, 'files.empty');
    if (purpose !== undefined && purpose !== 'file' && purpose !== 'picture')
      throw new UserError(400, 'query.wrong-form', { parameter: 'for', expected: 'file or picture', found: String(purpose).slice(0, 40) });
    const upload: Upload = { name: typeof name === 'string' ? name : '', purpose: purpose ?? 'picture', source: request.body };
    const file = await uploadFile(request.platform, this.store, caller, upload).catch((error: unknown) => {
      // What is still under way is not read, so nothing else can come over this connection.
      void reply.header('connection', 'close');
      throw error;
    });
    send(reply, JSON.stringify(file), 201);
  }

  @Get(':plugin/:plural/:id/files/:place')
  async serve(@Param() path: RecordPath & { readonly place: string }, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const file = await findFile(request.platform, caller, entityOf(request.platform, caller, path.plugin, path.plural), path.id, path.place);
    // The rights may change, so a browser asks each time, but need not fetch again.
    void reply.header('cache-control', 'private, no-cache').header('etag', `"${file.id}"`);
    if (request.headers['if-none-match'] === `"${file.id}"`) {
      void reply.status(304).send();
      return;
    }
    const isPicture = pictureTypes.includes(file.mediaType);
    void reply
      .header('content-type', isPicture ? file.mediaType : 'application/octet-stream')
      .header('content-length', file.bytes)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', `${isPicture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .send(this.store.read(file.id));
  }
}

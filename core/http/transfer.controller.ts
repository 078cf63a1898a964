import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageIn } from '../kernel/messages/message.js';
import { UserError } from '../kernel/user-error.js';
import type { Parameters } from '../records/query/parameters.js';
import { readCsvAsMeant } from '../transfer/csv/read-csv.js';
import { exportRecords } from '../transfer/export/export-records.js';
import { importRecords, type ImportFile } from '../transfer/import/import-records.js';
import type { ImportTable } from '../transfer/import/import-table.js';
import { readXlsx } from '../transfer/xlsx/read-xlsx.js';
import { callerOf } from './caller.js';
import { entityOf } from './entity-of.js';
import type { RecordPath } from './records-read.controller.js';

/** Records out as CSV or XLSX, and in. */
@Controller('api/:plugin/:plural')
export class TransferController {
  @Get('export')
  async export(@Param() path: RecordPath, @Query() query: Parameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    const { contentType, extension, chunks } = exportRecords(request.platform, caller, entity, query);
    const first = await chunks.next();
    void reply
      .header('content-type', contentType)
      .header('content-disposition', `attachment; filename="${path.plugin}-${path.plural}.${extension}"`)
      .send(Readable.from(following(first.value ?? '', chunks)));
  }

  @Post('import')
  @HttpCode(200)
  async import(@Param() path: RecordPath, @Body() body: unknown, @Req() request: FastifyRequest): Promise<unknown> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    const { rows, created, errors } = await importRecords(request.platform, caller, entity, importOf(body));
    const told = errors.map(({ line, violation: { pointer, code, params } }) => ({
      line,
      pointer,
      code,
      message: messageIn(code, params ?? {}, caller.locale),
    }));
    return { rows, created, errors: told };
  }
}

async function* following(first: string | Buffer, rest: AsyncGenerator<string | Buffer>): AsyncGenerator<string | Buffer> {
  yield first;
  yield* rest;
}

function importOf(body: unknown): ImportFile {
  const members = new Map<string, unknown>(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  const [mapping, dryRun] = [members.get('mapping') ?? null, members.get('dryRun') ?? false];
  const read = readerOf(members);
  if (read === null || typeof dryRun !== 'boolean' || !(mapping === null || isMapping(mapping)))
    throw new UserError(400, 'transfer.body', { found: [...members.keys()].join(', ').slice(0, 80) || '–' });
  return { read, mapping, isDryRun: dryRun };
}

/** How the file is read; null unless there is just one. */
function readerOf(members: ReadonlyMap<string, unknown>): (() => ImportTable | Promise<ImportTable>) | null {
  const [csv, xlsx] = [members.get('csv'), members.get('xlsx')];
  if (typeof csv === 'string' && xlsx === undefined) return () => readCsvAsMeant(csv);
  if (typeof xlsx === 'string' && csv === undefined && /^[A-Za-z0-9+/]*={0,2}$/u.test(xlsx)) return () => readXlsx(Buffer.from(xlsx, 'base64'));
  return null;
}

function isMapping(json: unknown): json is Readonly<Record<string, string>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && Object.values(json).every((name) => typeof name === 'string');
}

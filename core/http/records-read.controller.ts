import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { aggregateRecords } from '../records/aggregate-records.js';
import { duplicateRecord } from '../records/duplicate-record.js';
import { effectiveSettings } from '../records/effective-settings.js';
import { getRecord, versionIn } from '../records/get-record.js';
import { listRecords, type ListAnswer } from '../records/list-records.js';
import type { Parameters } from '../records/query/parameters.js';
import { callerOf } from './caller.js';
import { entityOf } from './entity-of.js';

/** Lists, records and figures of every entity. */
@Controller('api/:plugin/:plural')
export class RecordsReadController {
  @Get()
  async list(
    @Param('plugin') plugin: string,
    @Param('plural') plural: string,
    @Query() query: Parameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, plugin, plural);
    const answer = await listRecords(request.platform, caller, entity, query);
    void reply.header('content-range', contentRange(plural, answer));
    if (answer.cursor !== null) void reply.header('x-next-cursor', answer.cursor).header('link', `<${nextPage(request.url, answer.cursor)}>; rel="next"`);
    send(reply, answer.json);
  }

  @Get('aggregate')
  async aggregate(
    @Param('plugin') plugin: string,
    @Param('plural') plural: string,
    @Query() query: Parameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const caller = callerOf(request);
    send(reply, await aggregateRecords(request.platform, caller, entityOf(request.platform, caller, plugin, plural), query));
  }

  @Get('effective')
  async effective(@Param('plugin') plugin: string, @Param('plural') plural: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const company = request.chosenCompany === '' ? null : request.chosenCompany;
    send(reply, JSON.stringify(await effectiveSettings(request.platform, caller, entityOf(request.platform, caller, plugin, plural), company)));
  }

  @Get(':id')
  async get(@Param() path: RecordPath, @Query() query: Parameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const json = await getRecord(request.platform, caller, entityOf(request.platform, caller, path.plugin, path.plural), path.id, query);
    void reply.header('etag', `"${versionIn(json) ?? 0}"`);
    send(reply, json);
  }

  @Get(':id/duplicate')
  async duplicate(@Param() path: RecordPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    send(reply, await duplicateRecord(request.platform, caller, entityOf(request.platform, caller, path.plugin, path.plural), path.id));
  }
}

/** Parts of /api/plugin/plural/id. */
export interface RecordPath {
  readonly plugin: string;
  readonly plural: string;
  readonly id: string;
}

/** Sends JSON text as it is. */
export function send(reply: FastifyReply, json: string, status = 200): void {
  void reply.status(status).header('content-type', 'application/json; charset=utf-8').send(json);
}

function contentRange(plural: string, { from, rows, total }: ListAnswer): string {
  const range = rows === 0 ? `${from}-${from}` : `${from}-${from + rows - 1}`;
  return `${plural} ${rows === 0 ? '*' : range}/${total ?? '*'}`;
}

function nextPage(url: string, cursor: string): string {
  const next = new URL(url, 'http://trellis');
  next.searchParams.set('cursor', cursor);
  return next.pathname + next.search;
}

import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Parameters } from '../records/query/parameters.js';
import { searchRecords } from '../records/search-records.js';
import { callerOf } from './caller.js';
import { send } from './records-read.controller.js';

/** One search over everything that the caller may see. */
@Controller('api/search')
export class SearchController {
  @Get()
  async search(@Query() query: Parameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await searchRecords(request.platform, callerOf(request), query));
  }
}

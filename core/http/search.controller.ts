import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Platform } from '../records/platform.js';
import type { Parameters } from '../records/query/parameters.js';
import { searchRecords } from '../records/search-records.js';
import { callerOf } from './caller.js';
import { PLATFORM } from './platform.token.js';
import { send } from './records-read.controller.js';

/** One search over everything that the caller may see. */
@Controller('api/search')
export class SearchController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  async search(@Query() query: Parameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await searchRecords(this.platform, callerOf(request), query));
  }
}

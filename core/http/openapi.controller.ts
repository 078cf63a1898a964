import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../records/platform.js';
import { callerOf } from './caller.js';
import { buildOpenapi } from './openapi/build-openapi.js';
import type { Json } from './openapi/json.js';
import { PLATFORM } from './platform.token.js';

/** The API described for the caller: nothing that the caller may not see is in it. */
@Controller('api/openapi.json')
export class OpenapiController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  read(@Req() request: FastifyRequest): Json {
    const caller = callerOf(request);
    return buildOpenapi(this.platform.model, this.platform.policyOf(caller), caller.locale);
  }
}

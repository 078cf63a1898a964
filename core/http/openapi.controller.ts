import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerOf } from './caller.js';
import { buildOpenapi } from './openapi/build-openapi.js';
import type { Json } from './openapi/json.js';

/** The API described for the caller: nothing that the caller may not see is in it. */
@Controller('api/openapi.json')
export class OpenapiController {
  @Get()
  read(@Req() request: FastifyRequest): Json {
    const caller = callerOf(request);
    return buildOpenapi(request.platform.model, request.platform.policyOf(caller), caller.locale);
  }
}

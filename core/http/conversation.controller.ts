import { Body, Controller, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chainOf } from '../records/chain.js';
import { addComment, deleteComment, listComments } from '../records/comments.js';
import { historyOf } from '../records/history.js';
import type { Parameters } from '../records/query/parameters.js';
import { callerOf } from './caller.js';
import { entityOf } from './entity-of.js';
import { send, type RecordPath } from './records-read.controller.js';
import { onceIn } from './records-write.controller.js';

/** What happened to a record and what people say about it. */
@Controller('api/:plugin/:plural/:id')
export class ConversationController {
  @Get('history')
  async history(@Param() path: RecordPath, @Query() query: Parameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    send(reply, await historyOf(request.platform, caller, entity, path.id, query));
  }

  @Get('chain')
  async chain(@Param() path: RecordPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    send(reply, JSON.stringify(await chainOf(request.platform, caller, entityOf(request.platform, caller, path.plugin, path.plural), path.id)));
  }

  @Get('comments')
  async comments(@Param() path: RecordPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    send(reply, await listComments(request.platform, caller, entityOf(request.platform, caller, path.plugin, path.plural), path.id));
  }

  @Post('comments')
  async comment(@Param() path: RecordPath, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    send(reply, await addComment(request.platform, caller, entity, path.id, body, onceIn(request, caller, body)), 201);
  }

  @Delete('comments/:comment')
  async takeBack(@Param() path: RecordPath & { readonly comment: string }, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    send(reply, await deleteComment(request.platform, caller, entity, path.id, path.comment));
  }
}

import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordId } from '../definitions/field-types/reference.js';
import { UserError } from '../kernel/user-error.js';
import { markRead, readNotices, unreadMentions } from '../notify/notices.js';
import { myDay } from '../records/my-day.js';
import { callerOf } from './caller.js';
import { send } from './records-read.controller.js';

/** The bell and the page of what is to be done. */
@Controller('api')
export class NoticesController {
  @Get('notices')
  async notices(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await readNotices(request.platform.database, callerOf(request)));
  }

  /** Without ids all are read. */
  @Post('notices/read')
  async read(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    await markRead(request.platform.database, caller, idsOf(body));
    send(reply, await readNotices(request.platform.database, caller));
  }

  @Get('my-day')
  async day(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const [agenda, mentions] = await Promise.all([myDay(request.platform, caller), unreadMentions(request.platform.database, caller)]);
    send(reply, `{"agenda":${agenda},"mentions":${mentions}}`);
  }
}

const most = 200;

function idsOf(body: unknown): readonly string[] | null {
  const ids: unknown = typeof body === 'object' && body !== null && 'ids' in body ? body.ids : undefined;
  if (ids === undefined || ids === null) return null;
  const known = Array.isArray(ids) ? ids.map(recordId).filter((id) => id !== null) : [];
  if (!Array.isArray(ids) || known.length < ids.length || ids.length > most) throw new UserError(400, 'record.ids', { most });
  return known;
}

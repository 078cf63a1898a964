import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BulkOutcome } from '../records/bulk.js';
import { createRecord } from '../records/create-record.js';
import { deleteRecord } from '../records/delete-record.js';
import { versionIn } from '../records/get-record.js';
import { onceOf, type Once } from '../records/once.js';
import { runAction } from '../records/run-action.js';
import { runBulkAction } from '../records/run-bulk-action.js';
import { updateRecord, type UpdateOptions } from '../records/update-record.js';
import { updateSeveral } from '../records/update-several.js';
import type { Caller } from '../kernel/caller.js';
import { proposeConversion } from '../workflows/conversions/propose-conversion.js';
import { callerOf } from './caller.js';
import { entityOf } from './entity-of.js';
import { headerOf, ifMatchOf, versionOf } from './if-match.js';
import { problemOf } from './problem.js';
import { send, type RecordPath } from './records-read.controller.js';

/** Parts of /api/plugin/plural/id/actions/name. */
interface ActionPath extends RecordPath {
  readonly action: string;
}

/** Making, changing and deleting records of every entity, and running their transitions. */
@Controller('api/:plugin/:plural')
export class RecordsWriteController {
  @Post()
  async create(@Param() path: RecordPath, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    const json = await createRecord(request.platform, caller, entity, body, { once: onceIn(request, caller, body) });
    answer(reply, json, 201);
  }

  @Put(':id')
  async put(@Param() path: RecordPath, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.update(path, body, 'put', request, reply);
  }

  @Patch(':id')
  async patch(@Param() path: RecordPath, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.update(path, body, 'patch', request, reply);
  }

  @Delete(':id')
  async delete(@Param() path: RecordPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    send(reply, await deleteRecord(request.platform, caller, entity, path.id, ifMatchOf(request)));
  }

  @Post(':id/actions/:action')
  async act(@Param() path: ActionPath, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    const ifMatch = ifMatchOf(request) ?? versionOf(body);
    const json = await runAction(request.platform, caller, entity, path.id, path.action, { ifMatch, once: onceIn(request, caller, body), input: body });
    answer(reply, json, 200);
  }

  @Get(':id/actions/:action')
  async propose(@Param() path: ActionPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    send(reply, JSON.stringify(await proposeConversion(request.platform, caller, entity, path.id, path.action)));
  }

  @Post('actions/:action')
  async actOnSeveral(@Param() path: ActionPath, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    send(reply, told(await runBulkAction(request.platform, caller, entity, path.action, body), caller));
  }

  @Patch()
  async patchSeveral(@Param() path: RecordPath, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    send(reply, told(await updateSeveral(request.platform, caller, entity, body), caller));
  }

  private async update(path: RecordPath, body: unknown, mode: UpdateOptions['mode'], request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const entity = entityOf(request.platform, caller, path.plugin, path.plural);
    answer(reply, await updateRecord(request.platform, caller, entity, path.id, body, { mode, ifMatch: ifMatchOf(request) }), 200);
  }
}

function answer(reply: FastifyReply, json: string, status: number): void {
  void reply.header('etag', `"${versionIn(json) ?? 0}"`);
  send(reply, json, status);
}

/** An outcome a record. */
function told(outcomes: readonly BulkOutcome[], { locale }: Caller): string {
  return JSON.stringify(outcomes.map(({ id, ok, error }) => ({ id, ok, ...(error === undefined ? {} : { problem: problemOf(error, locale) }) })));
}

/** The Idempotency-Key of a request, bound to what is asked. */
export function onceIn(request: FastifyRequest, caller: Caller, body: unknown): Once | null {
  const header = headerOf(request, 'idempotency-key');
  return header === undefined ? null : onceOf(caller, header, `${request.method} ${request.url} ${JSON.stringify(body)}`);
}

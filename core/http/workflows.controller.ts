import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UserError } from '../kernel/user-error.js';
import type { Parameters } from '../records/query/parameters.js';
import { changeWorkflow } from '../workflows/runs/change-workflow.js';
import { getRun } from '../workflows/runs/get-run.js';
import { listRuns } from '../workflows/runs/list-runs.js';
import { listWorkflows } from '../workflows/runs/list-workflows.js';
import { resolveRun, type Resolution } from '../workflows/runs/resolve-run.js';
import { callerOf } from './caller.js';
import { inputField } from './meta/meta-field.js';
import { send } from './records-read.controller.js';

/** What happens by itself: the workflows, what they have done, and what has to be decided. */
@Controller('api/workflows')
export class WorkflowsController {
  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const workflows = await listWorkflows(request.platform, caller);
    const fieldsOf = (id: string): unknown =>
      [...(request.platform.model.workflows.get(id)?.settings.values() ?? [])].map((field) => inputField(field, caller.locale));
    send(reply, JSON.stringify(workflows.map((workflow) => ({ ...workflow, fields: fieldsOf(workflow.id) }))));
  }

  @Get('runs')
  async runs(@Query() query: Parameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { runs, from, total } = await listRuns(request.platform, callerOf(request), query);
    void reply.header('content-range', `runs ${runs.length === 0 ? '*' : `${from}-${from + runs.length - 1}`}/${total}`);
    send(reply, JSON.stringify(runs));
  }

  @Get('runs/:id')
  async run(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, JSON.stringify(await getRun(request.platform, callerOf(request), id)));
  }

  @Post('runs/:id/:resolution')
  async resolve(
    @Param() path: { readonly id: string; readonly resolution: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const caller = callerOf(request);
    if (!isResolution(path.resolution)) throw new UserError(404, 'http.not-found', { path: request.url.split('?')[0] ?? '' });
    await resolveRun(request.platform, caller, path.id, path.resolution);
    send(reply, JSON.stringify(await getRun(request.platform, caller, path.id)));
  }

  @Patch(':id')
  async change(@Param('id') id: string, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    await changeWorkflow(request.platform, caller, id, body);
    send(reply, JSON.stringify((await listWorkflows(request.platform, caller)).find((workflow) => workflow.id === id)));
  }
}

function isResolution(text: string): text is Resolution {
  return text === 'retry' || text === 'skip' || text === 'cancel';
}

import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { PlatformSource } from '../records/platform.js';
import type { WorkspaceDoor } from '../workspace/workspace-door.js';
import { live, ready, type QueueAnswers } from './health.js';
import { PLATFORM } from './platform.token.js';
import { QUEUE } from './queue.token.js';
import { WORKSPACE } from './workspace.token.js';

/** For whoever watches over the process: `live` when it runs, `ready` when it can work. Neither needs a sign-in. */
@Controller('api/health')
export class HealthController {
  constructor(
    @Inject(PLATFORM) private readonly source: PlatformSource,
    @Inject(WORKSPACE) private readonly workspace: WorkspaceDoor,
    @Inject(QUEUE) private readonly queue: QueueAnswers,
  ) {}

  @Get('live')
  live(): unknown {
    return live().body;
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const { status, body } = await ready(this.source, this.workspace, this.queue);
    void reply.status(status);
    return body;
  }
}

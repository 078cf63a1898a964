import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sql } from '../data/sql.js';
import type { PlatformSource } from '../records/platform.js';
import { PLATFORM } from './platform.token.js';
import type { WorkspaceDoor } from '../workspace/workspace-door.js';
import { WORKSPACE } from './workspace.token.js';

const patienceMilliseconds = 3000;

/** For whoever watches over the process: `live` when it runs, `ready` when it can work. Neither needs a sign-in. */
@Controller('api/health')
export class HealthController {
  constructor(
    @Inject(PLATFORM) private readonly source: PlatformSource,
    @Inject(WORKSPACE) private readonly workspace: WorkspaceDoor,
  ) {}

  @Get('live')
  live(): unknown {
    return { status: 'live' };
  }

  /** The process listens only after the migrations are done, so the database is what can still be missing. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const answers = await Promise.race([this.databaseAnswers(), patience()]);
    if (!answers) void reply.status(503);
    return { status: answers ? 'ready' : 'waiting', database: answers ? 'ready' : 'not answering', migrations: 'done', workspace: this.workspace.state() };
  }

  private async databaseAnswers(): Promise<boolean> {
    try {
      return (await this.source.current().database.text(sql`SELECT 'here'`)) === 'here';
    } catch {
      return false;
    }
  }
}

function patience(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(resolve, patienceMilliseconds, false).unref());
}

import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { describeRefusals } from '../data/migrate/describe-plan.js';
import { MigrationRefused } from '../data/migrate/migration-refused.js';
import { planAsJson } from '../data/migrate/plan-as-json.js';
import type { Caller } from '../kernel/caller.js';
import { messageIn } from '../kernel/messages/message.js';
import { UserError } from '../kernel/user-error.js';
import type { WorkspacePlan } from '../workspace/plan-workspace.js';
import type { WorkspaceDoor } from '../workspace/workspace-door.js';
import { filesFrom, hashOfFiles, type WorkspaceFiles } from '../workspace/workspace-files.js';
import { WorkspaceRefused } from '../workspace/workspace-refused.js';
import { callerOf } from './caller.js';
import { WORKSPACE } from './workspace.token.js';

/** The layer that the firm itself puts over the plugins: its files, what would come of others, and taking those. For administrators. */
@Controller('api/core/workspace')
export class WorkspaceController {
  constructor(@Inject(WORKSPACE) private readonly door: WorkspaceDoor) {}

  @Get()
  async read(@Req() request: FastifyRequest): Promise<unknown> {
    demandAdministrator(request);
    const { revision, files, author, message, at } = await this.door.head();
    return { revision, hash: hashOfFiles(files), author, message, at, inForce: this.door.state(), files: Object.fromEntries(files) };
  }

  @Get('revisions')
  async revisions(@Req() request: FastifyRequest): Promise<unknown> {
    demandAdministrator(request);
    return this.door.revisions();
  }

  @Post('plan')
  @HttpCode(200)
  async plan(@Body() body: unknown, @Req() request: FastifyRequest): Promise<unknown> {
    demandAdministrator(request);
    try {
      return planOf(await this.door.plan(filesOf(body), textsOf(body, 'allow')));
    } catch (error) {
      throw refusal(error);
    }
  }

  @Post()
  @HttpCode(200)
  async apply(@Body() body: unknown, @Req() request: FastifyRequest): Promise<unknown> {
    const caller = demandAdministrator(request);
    const sent = membersOf(body);
    const [base, message] = [sent.get('base'), sent.get('message')];
    if (base !== null && (typeof base !== 'number' || !Number.isSafeInteger(base))) throw new UserError(422, 'workspace.base');
    const allow = textsOf(body, 'allow');
    const text = typeof message === 'string' ? message.slice(0, 500) : null;
    try {
      const { revision, plan, isSettled, failure } = await this.door.apply({ files: filesOf(body), base, author: caller.userId, message: text, allow });
      return { revision, isSettled, failure: failure === null ? null : unsettled(failure, revision, caller), plan: planAsJson(plan) };
    } catch (error) {
      throw refusal(error);
    }
  }
}

/** What is said in the caller's language, and beside it what the database said, for whoever mends it. */
function unsettled({ message }: Error, revision: number, { locale }: Caller): unknown {
  const code = 'workspace.unsettled';
  return { code, message: messageIn(code, { revision }, locale), cause: message };
}

function demandAdministrator(request: FastifyRequest): Caller {
  const caller = callerOf(request);
  if (!caller.isAdministrator) throw new UserError(403, 'workspace.forbidden');
  return caller;
}

function planOf({ head, files, problems, plan }: WorkspacePlan): unknown {
  return { head, files, problems, plan: plan === null ? null : planAsJson(plan) };
}

/** What stands against it, as the caller can mend it. */
function refusal(error: unknown): unknown {
  if (error instanceof MigrationRefused)
    return new UserError(409, 'workspace.refused', { detail: describeRefusals(error.plan, 'POST /api/core/workspace') }, [], { plan: planAsJson(error.plan) });
  if (!(error instanceof WorkspaceRefused)) return error;
  const { why } = error;
  if (why.kind === 'stale') return new UserError(412, 'workspace.stale', { base: why.base, head: why.head }, [], { head: why.head });
  if (why.kind === 'plugins-missing') return new UserError(409, 'workspace.plugins-missing', { plugins: why.plugins.join(', ') });
  return new UserError(422, 'workspace.problems', { count: why.problems.length }, [], { problems: why.problems });
}

function membersOf(body: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
}

function filesOf(body: unknown): WorkspaceFiles {
  const files = filesFrom(membersOf(body).get('files'));
  if (files === null) throw new UserError(422, 'workspace.files');
  return files;
}

function textsOf(body: unknown, key: string): readonly string[] {
  const list = membersOf(body).get(key);
  return Array.isArray(list) ? list.map(String) : [];
}

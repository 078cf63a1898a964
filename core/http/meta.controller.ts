import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Meta, MetaSetting } from '../../schemas/generated/types.js';
import { UserError } from '../kernel/user-error.js';
import { shownSettings } from '../records/shown-settings.js';
import { callerBeforePasswordChange, callerOf } from './caller.js';
import { buildMeta, versionOf } from './meta/build-meta.js';
import { shownExpressions } from './meta/shown-expressions.js';

/** The model that the caller may see, from which the screens are generated. */
@Controller('api/meta')
export class MetaController {
  @Get()
  read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Meta | undefined {
    const caller = callerBeforePasswordChange(request);
    const user = request.knownUser;
    if (user === null) throw new UserError(401, 'identity.not-signed-in');
    const policy = request.platform.policyOf(caller);
    const etag = `"${versionOf(request.platform.model, policy, user, caller.locale)}"`;
    void reply.header('etag', etag).header('vary', 'Accept-Language, Cookie, Authorization').header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] !== etag) return buildMeta(request.platform.model, policy, user, caller.locale);
    void reply.status(304);
    return undefined;
  }

  /** What expressions of the forms read of settings, as it is at this moment. */
  @Get('settings')
  async settings(@Req() request: FastifyRequest): Promise<readonly MetaSetting[]> {
    const caller = callerOf(request);
    const { platform } = request;
    return shownSettings(platform, caller, shownExpressions(platform.model, platform.policyOf(caller)));
  }
}

import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Meta } from '../../schemas/generated/types.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from '../records/platform.js';
import { callerBeforePasswordChange } from './caller.js';
import { buildMeta, versionOf } from './meta/build-meta.js';
import { PLATFORM } from './platform.token.js';

/** The model that the caller may see, from which the screens are generated. */
@Controller('api/meta')
export class MetaController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Meta | undefined {
    const caller = callerBeforePasswordChange(request);
    const user = request.knownUser;
    if (user === null) throw new UserError(401, 'identity.not-signed-in');
    const policy = this.platform.policyOf(caller);
    const etag = `"${versionOf(this.platform.model, policy, user, caller.locale)}"`;
    void reply.header('etag', etag).header('vary', 'Accept-Language, Cookie, Authorization').header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] !== etag) return buildMeta(this.platform.model, policy, user, caller.locale);
    void reply.status(304);
    return undefined;
  }
}

import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Meta } from '../../schemas/generated/types.js';
import { UserError } from '../kernel/user-error.js';
import { callerBeforePasswordChange } from './caller.js';
import { buildMeta, versionOf } from './meta/build-meta.js';

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
}

import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../kernel/config.js';
import { changeOwnLocale, changeOwnPassword, resetPassword } from '../identity/change-password.js';
import type { KnownUser } from '../identity/load-caller.js';
import { closeSession, openSession, sessionHours } from '../identity/session.js';
import { signIn } from '../identity/sign-in.js';
import { UserError } from '../kernel/user-error.js';
import { callerBeforePasswordChange, callerOf, sessionCookieName } from './caller.js';
import { CONFIG } from './config.token.js';

/** Sign in and out, who am I, and passwords. */
@Controller('api/auth')
export class AuthController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Post('login')
  @HttpCode(200)
  async login(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const given = objectOf(body);
    const token = await signIn(request.platform.database, given['email'], given['password'], request.ip);
    this.setCookie(reply, token, sessionHours.absolute * 3600);
    return { signedIn: true };
  }

  @Post('logout')
  @HttpCode(200)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    if (request.proof?.kind === 'session') await closeSession(request.platform.database, request.proof.token);
    this.setCookie(reply, '', 0);
    return { signedIn: false };
  }

  @Get('me')
  me(@Req() request: FastifyRequest): unknown {
    const caller = callerBeforePasswordChange(request);
    return shown(request.knownUser, caller.locale);
  }

  @Patch('me')
  async changeMe(@Body() body: unknown, @Req() request: FastifyRequest): Promise<unknown> {
    const caller = callerOf(request);
    const locale = await changeOwnLocale(request.platform.database, caller.userId, objectOf(body)['locale']);
    return shown(request.knownUser, locale);
  }

  @Post('password')
  @HttpCode(200)
  async password(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const caller = callerBeforePasswordChange(request);
    const given = objectOf(body);
    await changeOwnPassword(request.platform.database, caller, given['current'], given['password']);
    this.setCookie(reply, await openSession(request.platform.database, caller.userId), sessionHours.absolute * 3600);
    return { changed: true };
  }

  @Post('users/:id/password')
  @HttpCode(200)
  async reset(@Param('id') id: string, @Body() body: unknown, @Req() request: FastifyRequest): Promise<unknown> {
    const caller = callerOf(request);
    if (!caller.isAdministrator) throw new UserError(403, 'identity.administrators-only');
    return { password: await resetPassword(request.platform.database, id, objectOf(body)['password']) };
  }

  private setCookie(reply: FastifyReply, token: string, seconds: number): void {
    const isSecure = this.config.publicUrl?.startsWith('https:') === true;
    const parts = [`${sessionCookieName(isSecure)}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${seconds}`, ...(isSecure ? ['Secure'] : [])];
    void reply.header('set-cookie', parts.join('; '));
  }
}

function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}

function shown(user: KnownUser | null, locale: string): unknown {
  return user === null
    ? null
    : {
        id: user.userId,
        name: user.name,
        email: user.email,
        locale,
        isAdministrator: user.isAdministrator,
        roles: user.roleIds,
        teams: user.teamIds,
        mustChangePassword: user.mustChangePassword,
      };
}

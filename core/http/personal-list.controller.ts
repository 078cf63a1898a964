import { Body, Controller, Delete, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { MetaEntity, MetaList } from '../../schemas/generated/types.js';
import { keepPersonalList, type PersonalList } from '../identity/personal-list.js';
import { UserError } from '../kernel/user-error.js';
import type { PlatformSource } from '../records/platform.js';
import { callerOf } from './caller.js';
import { buildMeta } from './meta/build-meta.js';
import { demandPersonalList } from './meta/demand-personal-list.js';
import { PLATFORM } from './platform.token.js';

/** How the signed-in user wants lists to be, on every device. */
@Controller('api/auth/me/lists')
export class PersonalListController {
  constructor(@Inject(PLATFORM) private readonly source: PlatformSource) {}

  @Put(':entity')
  async keep(@Param('entity') id: string, @Body() body: unknown, @Req() request: FastifyRequest): Promise<MetaList> {
    return this.change(request, id, demandPersonalList(entityWith(request, id, null), body));
  }

  @Delete(':entity')
  async forget(@Param('entity') id: string, @Req() request: FastifyRequest): Promise<MetaList> {
    return this.change(request, id, null);
  }

  /** Gives the list as it is from now on. */
  private async change(request: FastifyRequest, id: string, list: PersonalList | null): Promise<MetaList> {
    const { list: shown } = entityWith(request, id, list);
    await keepPersonalList(this.source.current().database, callerOf(request).userId, id, list);
    return shown;
  }
}

/** An entity as the user sees it with that choice; what the user does not see is not there. */
function entityWith(request: FastifyRequest, id: string, list: PersonalList | null): MetaEntity {
  const caller = callerOf(request);
  const { knownUser, platform } = request;
  const lists = new Map(list === null ? [] : [[id, list] as const]);
  const meta = knownUser === null ? null : buildMeta(platform.model, platform.policyOf(caller), { ...knownUser, lists }, caller.locale);
  const found = meta?.entities.find((entity) => entity.id === id);
  if (found === undefined) throw new UserError(404, 'http.not-found', { path: id.slice(0, 200) });
  return found;
}

import type { Connection } from '../data/connect.js';
import type { Database } from '../data/database.js';
import type { Model } from '../definitions/model.js';
import type { Vault } from '../kernel/vault.js';
import { tellMentioned } from '../notify/tell-mentioned.js';
import type { Platform, PlatformSource } from '../records/platform.js';
import { writeHooks } from '../write-hooks.js';
import type { RightsWatch } from './watch-rights.js';

/** The platform of this process, which takes another model over without a pause: what has begun ends on the old one. */
export class LivePlatform implements PlatformSource {
  private platform: Platform;

  constructor(
    model: Model,
    private readonly connection: Connection,
    private readonly rights: RightsWatch,
    private readonly listeners: readonly (() => void)[],
    private readonly vault: Vault,
  ) {
    this.platform = this.over(model, connection.database);
  }

  current(): Platform {
    return this.platform;
  }

  async adopt(model: Model): Promise<Platform> {
    const database = await this.connection.adopt(model);
    await this.rights.adopt(model);
    this.platform = this.over(model, database);
    return this.platform;
  }

  private over(model: Model, database: Database): Platform {
    const { rights, listeners, vault } = this;
    const policies = rights.policies();
    return {
      model,
      database,
      policyOf: (caller) => policies.policyOf(caller),
      vault,
      onWritten: (entity) => {
        if (entity.plugin === 'core' || entity.plays === 'company') rights.takeOver();
        for (const heard of listeners) heard();
      },
      hooks: writeHooks,
      onMentioned: tellMentioned,
    };
  }
}

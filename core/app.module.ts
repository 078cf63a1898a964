import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG } from './http/config.token.js';
import { controllers } from './http/controllers.js';
import { LOGGER } from './http/logger.token.js';
import { PLATFORM } from './http/platform.token.js';
import { QUEUE } from './http/queue.token.js';
import { WORKSPACE } from './http/workspace.token.js';
import type { Config } from './kernel/config.js';
import type { Logger } from './kernel/logger.js';
import type { Opened } from './served.js';

/** What Nest puts together: the controllers over one open platform, and TypeORM's repositories for plugin code. */
@Module({})
export class AppModule {
  static of(config: Config, { opened, workspace, queue }: Opened, log: Logger): DynamicModule {
    const { dataSource } = opened.connection;
    return {
      module: AppModule,
      global: true,
      imports: [TypeOrmModule.forRootAsync({ useFactory: () => dataSource.options, dataSourceFactory: () => Promise.resolve(dataSource) })],
      controllers: [...controllers],
      providers: [
        { provide: PLATFORM, useValue: opened.live },
        { provide: WORKSPACE, useValue: workspace },
        { provide: QUEUE, useValue: queue },
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: log },
      ],
      exports: [PLATFORM, WORKSPACE, QUEUE, CONFIG, LOGGER],
    };
  }
}

import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { recogniseCallers } from './http/caller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { takeJsonOnly } from './http/server/body-parsers.js';
import { closeWithin, httpServer } from './http/server/http-server.js';
import { listenOrSay } from './http/server/listen-or-say.js';
import { logRequests } from './http/server/log-requests.js';
import { setSecurityHeaders } from './http/server/security-headers.js';
import { readScreens, serveScreens } from './http/server/serve-screens.js';
import type { Config } from './kernel/config.js';
import type { Logger } from './kernel/logger.js';
import { projectRoot } from './kernel/project-root.js';
import { closeWithinMilliseconds, urlOf, type Opened, type Served } from './served.js';

/** The API and the screens. */
export async function serveApp(config: Config, open: Opened, log: Logger): Promise<Served> {
  const { opened } = open;
  const nest = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, open, log), httpServer(), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = nest.getHttpAdapter().getInstance();
  const folder = screensFolder();
  const screens = folder === null ? null : readScreens(folder);
  const isSecure = config.publicUrl?.startsWith('https:') === true;
  takeJsonOnly(fastify);
  setSecurityHeaders(fastify, { isSecure, indexHtml: screens?.indexHtml ?? null });
  logRequests(fastify, log);
  recogniseCallers(fastify, { users: opened.users, source: opened.live }, { isSecure, publicUrl: config.publicUrl });
  serveScreens(fastify, screens);
  nest.useGlobalFilters(new ProblemFilter(log));
  await listenOrSay(config, () => nest.listen(config.port, config.host));
  return {
    url: urlOf(config, fastify.server.address()),
    hasScreens: screens !== null,
    close: () => {
      closeWithin(fastify, closeWithinMilliseconds);
      return nest.close();
    },
  };
}

/** Where the build puts the admin UI; null when it was not built. */
function screensFolder(): string | null {
  const folder = join(projectRoot, 'dist-admin');
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

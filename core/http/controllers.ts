import type { Type } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { HealthController } from './health.controller.js';
import { MetaController } from './meta.controller.js';
import { OpenapiController } from './openapi.controller.js';

/** Everything that answers under /api. */
export const controllers: readonly Type[] = [HealthController, AuthController, MetaController, OpenapiController];

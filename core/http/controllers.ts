import type { Type } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { ConversationController } from './conversation.controller.js';
import { FilesController } from './files.controller.js';
import { HealthController } from './health.controller.js';
import { MetaController } from './meta.controller.js';
import { NoticesController } from './notices.controller.js';
import { OpenapiController } from './openapi.controller.js';
import { PersonalListController } from './personal-list.controller.js';
import { RecordsReadController } from './records-read.controller.js';
import { RecordsWriteController } from './records-write.controller.js';
import { SearchController } from './search.controller.js';
import { TransferController } from './transfer.controller.js';
import { WorkflowsController } from './workflows.controller.js';
import { WorkspaceController } from './workspace.controller.js';

/** Everything that answers under /api. */
export const controllers: readonly Type[] = [
  HealthController,
  AuthController,
  PersonalListController,
  MetaController,
  OpenapiController,
  SearchController,
  WorkflowsController,
  NoticesController,
  WorkspaceController,
  TransferController,
  RecordsReadController,
  RecordsWriteController,
  ConversationController,
  FilesController,
];

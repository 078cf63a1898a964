import type { Command } from 'commander';
import { registerApikey } from './commands/apikey.js';
import { registerBackup } from './commands/backup.js';
import { registerCheck } from './commands/check.js';
import { registerCreate } from './commands/create.js';
import { registerDoctor } from './commands/doctor.js';
import { registerExport } from './commands/export.js';
import { registerImport } from './commands/import.js';
import { registerMigrate } from './commands/migrate.js';
import { registerRestore } from './commands/restore.js';
import { registerStart } from './commands/start.js';
import { registerPersonal } from './commands/personal.js';
import { registerUser } from './commands/user.js';
import { registerWorkspace } from './commands/workspace.js';

/** Every command, in the order of the help. */
export const commands: readonly ((program: Command) => void)[] = [
  registerStart,
  registerCheck,
  registerCreate,
  registerMigrate,
  registerWorkspace,
  registerImport,
  registerExport,
  registerUser,
  registerPersonal,
  registerApikey,
  registerBackup,
  registerRestore,
  registerDoctor,
];

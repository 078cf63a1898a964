import type { Command } from 'commander';
import { registerBackup } from './commands/backup.js';
import { registerExport } from './commands/export.js';
import { registerImport } from './commands/import.js';
import { registerMigrate } from './commands/migrate.js';
import { registerRestore } from './commands/restore.js';
import { registerStart } from './commands/start.js';

/** Every command, in the order of the help. */
export const commands: readonly ((program: Command) => void)[] = [
  registerStart,
  registerMigrate,
  registerImport,
  registerExport,
  registerBackup,
  registerRestore,
];

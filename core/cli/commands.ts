import type { Command } from 'commander';

/** Puts a command into the program. */
export type Register = (program: Command) => void;

/** Every command, in the order of the help. Each is loaded when it is called: most need neither HTTP nor a database. */
export const commands: ReadonlyMap<string, () => Promise<Register>> = new Map<string, () => Promise<Register>>([
  ['start', async () => (await import('./commands/start.js')).registerStart],
  ['check', async () => (await import('./commands/check.js')).registerCheck],
  ['create', async () => (await import('./commands/create.js')).registerCreate],
  ['migrate', async () => (await import('./commands/migrate.js')).registerMigrate],
  ['workspace', async () => (await import('./commands/workspace.js')).registerWorkspace],
  ['import', async () => (await import('./commands/import.js')).registerImport],
  ['export', async () => (await import('./commands/export.js')).registerExport],
  ['user', async () => (await import('./commands/user.js')).registerUser],
  ['personal', async () => (await import('./commands/personal.js')).registerPersonal],
  ['apikey', async () => (await import('./commands/apikey.js')).registerApikey],
  ['backup', async () => (await import('./commands/backup.js')).registerBackup],
  ['restore', async () => (await import('./commands/restore.js')).registerRestore],
  ['doctor', async () => (await import('./commands/doctor.js')).registerDoctor],
]);

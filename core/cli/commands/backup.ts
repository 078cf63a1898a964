import type { Command } from 'commander';
import { makeBackup } from '../../data/backup/make-backup.js';
import { readConfig } from '../../kernel/config.js';
import { embeddedDataDir } from '../embedded-data-dir.js';
import { print } from '../print.js';
import { version } from '../version.js';

/** `trellis backup FILE`: the whole data folder, cold. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('pack database and attachments into one file, with checksums; stop Trellis first')
    .argument('<file>', 'the archive to make, for instance trellis-2026-11-23.tar.gz')
    .option('--json', 'print a summary as JSON')
    .action(async (file: string, options: { readonly json?: true }) => {
      const manifest = await makeBackup(embeddedDataDir(readConfig(process.env)), file, version());
      const bytes = manifest.files.reduce((sum, found) => sum + found.bytes, 0);
      const summary = { file, files: manifest.files.length, bytes, postgres: manifest.postgres, trellis: manifest.trellis, at: manifest.at };
      print(options, summary, `Backed up ${summary.files} files (${(bytes / 1e6).toFixed(1)} MB before packing) to ${file}. It holds passwords: keep it safe.`);
    });
}
